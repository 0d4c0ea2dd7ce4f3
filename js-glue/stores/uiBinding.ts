import type { ChatClient, ChatwireErrorCode, ClientEvents, Message } from 'chatwire';
import { FrameScheduler } from '../adapters/frameScheduler.ts';
import type { Announcement, ChatMapper } from './chatMapper.ts';
import type { UiActions } from './uiActions.ts';

/** What users are told of a connection. */
export interface UiTexts {
  lost: string;
  offline: string;
  back: string;
  /** It does not dial any more. */
  gaveUp: string;
  /** The server does not want to be dialled again. */
  closed: string;
  /** The server takes the credentials no more. */
  refused: string;
  /** A message was dropped. */
  unsent: string;
}

export const uiTexts: UiTexts = {
  lost: 'The connection to the server was lost. Trying to reconnect.',
  offline: 'You are offline. Messages will be sent when you are back online.',
  back: 'Connected again.',
  gaveUp: 'The server cannot be reached. Try again later.',
  closed: 'The server has closed the connection.',
  refused: 'Your session has ended. Please log in again.',
  unsent: 'A message could not be sent.',
};

/** How a client is bound to a UI store. */
export interface BindUiOptions {
  /** What the system's messages tell users. Default: by the name of the client's profile. */
  mapper?: Pick<ChatMapper, 'announcements'> | undefined;
  /** For other languages. */
  texts?: Partial<UiTexts> | undefined;
}

/** Drops that the application wanted. */
const wanted: readonly ChatwireErrorCode[] = ['CANCELLED', 'DESTROYED', 'DISCONNECTED'];

/** The wiring between one client and one store. */
export class UiBinding {
  readonly #client: ChatClient;
  readonly #actions: UiActions;
  readonly #mapper: Pick<ChatMapper, 'announcements' | 'typing'>;
  readonly #texts: UiTexts;
  readonly #unsubscribe: (() => void)[] = [];
  /** What came within a frame in which something was told already. */
  #waiting: Announcement[] = [];
  readonly #frames = new FrameScheduler(() => this.#tellWaiting());
  /** Users know that there is no link. */
  #isOutageTold = false;
  #isRefused = false;

  constructor(
    client: ChatClient,
    actions: UiActions,
    mapper: Pick<ChatMapper, 'announcements' | 'typing'>,
    texts: UiTexts,
  ) {
    this.#client = client;
    this.#actions = actions;
    this.#mapper = mapper;
    this.#texts = texts;
  }

  start(): void {
    const { announcements } = this.#mapper;
    this.#unsubscribe.push(
      ...Object.keys(announcements).map((type) =>
        this.#client.subscribe(type, (message) => this.#hear(message, announcements[type])),
      ),
      this.#client.on('state', (event) => this.#follow(event)),
      this.#client.on('error', ({ code }) => {
        if (code === 'AUTH_REJECTED') this.#refuse();
      }),
      this.#client.on('unsent', (event) => this.#tellUnsent(event)),
      this.#client.onChange(() => this.#watchNetwork()),
    );
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    this.#frames.flush();
    this.#frames.cancel();
  }

  #hear(message: Message, announce: ChatMapper['announcements'][string] | undefined): void {
    const announcement = message.isValid ? announce?.(message) : undefined;
    if (!announcement || !(announcement.message || announcement.title)) return;
    this.#waiting.push(announcement);
    if (!this.#frames.isRequested) this.#tellWaiting();
  }

  /** The first at once, and what a storm brings behind it together, once per frame. */
  #tellWaiting(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    for (const announcement of waiting) this.#announce(announcement);
    this.#frames.request();
  }

  #announce({ kind, ...announcement }: Announcement): void {
    if (kind === 'toast') this.#actions.toast(announcement);
    else this.#actions.notify(announcement);
  }

  #follow({ state, previous }: ClientEvents['state']): void {
    switch (state) {
      case 'reconnecting':
        return this.#tellOutage('lost');
      case 'connected':
        this.#isRefused = false;
        return this.#tellBack();
      case 'failed':
        // What it failed of is told in the same task.
        return queueMicrotask(() => this.#tellEnd());
      case 'closing':
        this.#isOutageTold = false;
        return;
      case 'closed':
        this.#isOutageTold = false;
        if (previous === 'connected') this.#actions.toast({ level: 'warning', message: this.#texts.closed });
        return;
      case 'idle':
      case 'connecting':
      case 'authenticating':
    }
  }

  /** One for each time without a link, not one for each dial (S0.32). */
  #tellOutage(text: 'lost' | 'offline'): void {
    if (this.#isOutageTold) return;
    this.#isOutageTold = true;
    this.#actions.toast({ level: 'warning', message: this.#texts[text] });
  }

  #tellBack(): void {
    if (!this.#isOutageTold) return;
    this.#isOutageTold = false;
    this.#actions.toast({ level: 'success', message: this.#texts.back });
  }

  #tellEnd(): void {
    if (this.#isRefused || this.#unsubscribe.length === 0) return;
    this.#isOutageTold = true;
    this.#actions.toast({ level: 'error', message: this.#texts.gaveUp });
  }

  /** Once, however often it is said (S0.55). */
  #refuse(): void {
    if (this.#isRefused) return;
    this.#isRefused = true;
    this.#actions.toast({ level: 'error', message: this.#texts.refused });
  }

  /** The platform says so before the link shows it; and it may be wrong, so that the link never was away. */
  #watchNetwork(): void {
    const { online, state } = this.#client.getSnapshot();
    if (!online && (state === 'connected' || state === 'connecting')) this.#tellOutage('offline');
    if (online && state === 'connected') this.#tellBack();
  }

  #tellUnsent({ receipt, error }: ClientEvents['unsent']): void {
    const { type } = Object(receipt.message) as { type?: unknown };
    const quiet = [true, false].map((isTyping) => {
      const message = this.#mapper.typing?.(isTyping, undefined);
      return message && 'type' in message ? message.type : '';
    });
    if (wanted.includes(error.code) || quiet.includes(type as string)) return;
    this.#actions.toast({ level: 'error', message: this.#texts.unsent });
  }
}
