import type { TappedFrame } from '../core/frameTap.ts';
import type { CoreListener, CoreStats } from '../core/handle.ts';
import type { LocalCoreOptions } from '../core/localCore.ts';
import type { Command } from '../core/relayedCore.ts';
import type { PostedValidation } from './postedValidation.ts';

/** How much may wait in the core's thread for a page that does not take it. */
export interface BufferLimits {
  /** Messages. */
  maxCount: number;
  /** Of their texts, a byte for each UTF-16 unit, and of binary messages. */
  maxBytes: number;
}

/** What a page begins with. */
export interface Start {
  options: LocalCoreOptions;
  /** Of the profile. */
  typeKey: string;
  /** Of a page that shares its core with others: a lock that it holds for as long as it lives. */
  lock?: string | undefined;
  buffer: BufferLimits;
  /** Missing: nothing is looked at before a handler gets a message. */
  validation?: PostedValidation | undefined;
}

/**
 * What a page posts. The commands only after the answer to `start`; `taken` when it is through with a batch; `ask` for a
 * batch with new figures.
 */
export type ToCore = readonly ['start', Start] | readonly ['taken' | 'ask' | 'leave'] | Command;

/**
 * What the core's thread posts: one answer to `start`, be it `failed` with the reason, and then batches; at last, perhaps, that
 * it `refused` what the page has posted, and why.
 */
export type FromCore = Ready | { failed: string } | Batch | { refused: string };

export interface Ready {
  ready: true;
  /** Of a SharedWorker: a lock that it holds for as long as it lives. */
  lock?: string;
}

/** What has happened since the last batch, in its order. */
export interface Batch {
  /** Received frames. Texts are neither parsed nor joined: no frame can break out of its place. */
  frames: (string | ArrayBuffer)[];
  /**
   * For each frame: its route or one of `routes`, sequence, time of arrival, the oldest sequence still kept, the request
   * answered, and 1 where it need not be checked, or was and is right.
   */
  numbers: Float64Array;
  /** Everything else, each with the number of frames in this batch that come before it. */
  events: [after: number, event: PostedEvent][];
  /** What a tap is to see of the time since the last batch. Missing: nothing. */
  tapped?: TappedFrame[];
  stats: CoreStats;
}

export const NUMBERS_PER_FRAME = 6;

/** Where a frame goes that no subscription has asked for. */
export const routes = { onlyKept: -1, binary: -2, invalid: -3 } as const;

type Framed = 'onMessage' | 'onBinary' | 'onInvalid' | 'onFrame' | 'onCrash' | 'onSent';
type Told = Omit<CoreListener, Framed>;

/**
 * A call of the listener, as data; or that a `connect()` or `disconnect()` (`isEnd`) has reached the core, so that what
 * follows is said with that in mind; or that it crashed, and of what.
 */
export type PostedEvent =
  | { [Name in keyof Told]: readonly [name: Name, ...parameters: Parameters<Told[Name]>] }[keyof Told]
  | readonly ['onSent', receipts: number[]]
  | readonly ['onReached', isEnd: boolean]
  | readonly ['onCrash', cause: string];

/** What `RemoteCore` needs of a Worker. */
export interface WorkerLike {
  /** Posts a command to the Worker. */
  postMessage(message: unknown): void;
  /** Ends the Worker. */
  terminate(): void;
  /** Calls `onerror` with `isGone` when nobody holds this lock any more. */
  watch?(lock: string): void;
  // As the DOM has them: its types of events are not the same everywhere.
  /* eslint-disable @typescript-eslint/no-explicit-any */
  /** Something came; `data` is read. */
  onmessage: ((event: any) => void) | null;
  /** Something came that cannot be read. */
  onmessageerror: ((event: any) => void) | null;
  /** The script could not be loaded, or threw. */
  onerror: ((event: any) => void) | null;
  /* eslint-enable @typescript-eslint/no-explicit-any */
}

/** What a page needs of a SharedWorker. */
export interface SharedWorkerLike {
  /** The script could not be loaded, or threw. */
  // As above.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onerror: ((event: any) => void) | null;
  readonly port: Omit<WorkerLike, 'terminate' | 'onerror' | 'watch'> & {
    /** Closes the port; the SharedWorker lives on. */
    close(): void;
  };
}

/** What the other side needs of its end. */
export interface CorePort {
  postMessage(message: FromCore, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToCore>) => void) | null;
}
