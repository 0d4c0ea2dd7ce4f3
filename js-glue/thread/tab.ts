import type { Feed } from './feed.ts';

/** One of the pages that share a core. */
export class Tab {
  /** Between its `connect()` and its `disconnect()`: then it hears of the link. */
  isConnected = false;
  /** It has called `disconnect()`, and hears how that ends. */
  isLeaving = false;
  /** It wants to see every frame. */
  isTapping = false;
  condition: 'awake' | 'hidden' | 'frozen' = 'awake';
  /** Its numbers of what it has sent and nothing has become of yet, and the core's numbers of the same. */
  readonly receipts = new Map<number, number>();

  constructor(
    readonly feed: Feed,
    /** Its messages wait on when it disconnects (`outbox.keepOnDisconnect`). */
    readonly keepsQueue: boolean,
  ) {}
}
