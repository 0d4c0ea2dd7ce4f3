import type { ChatClient, TappedFrame } from 'chatwire';
import type { ChangeListener } from './changeListener.ts';

/** A frame with its number, which counts from 1. */
export interface LoggedFrame extends TappedFrame {
  readonly number: number;
}

/** How much a frame log keeps. */
export interface FrameLogOptions {
  /** The oldest make room. Default 1000. */
  maxFrames?: number | undefined;
  /** Characters and bytes of all frames together; the oldest make room. Default 8 million. */
  maxSize?: number | undefined;
}

/** Listeners hear of new frames after so many milliseconds: nobody reads faster. */
const INTERVAL = 200;

/**
 * The last frames of a client, for a ConnectionInspector. It records while somebody wants it to: to see what came before the
 * inspector was opened, make one and `start()` it when the client is made. What it holds may hold secrets (docs/INSPECTING.md).
 */
export class FrameLog {
  readonly #client: Pick<ChatClient, 'tap'>;
  readonly #maxFrames: number;
  readonly #maxSize: number;
  readonly #listeners = new Set<ChangeListener>();
  #frames: LoggedFrame[] = [];
  /** What is shown, until the next interval. */
  #shown: readonly LoggedFrame[] = [];
  #size = 0;
  #count = 0;
  #holders = 0;
  #stop = (): void => {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    client: Pick<ChatClient, 'tap'>,
    { maxFrames = 1000, maxSize = 8_000_000 }: FrameLogOptions = {},
  ) {
    this.#client = client;
    this.#maxFrames = maxFrames;
    this.#maxSize = maxSize;
  }

  /** Records until the returned function is called, by everyone who has called this. */
  start(): () => void {
    if (this.#holders++ === 0) this.#stop = this.#client.tap((frame) => this.#add(frame));
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (--this.#holders === 0) this.#stop();
    };
  }

  /** Oldest first: the same list until listeners are called. Bound, like `subscribe`. */
  readonly getFrames = (): readonly LoggedFrame[] => this.#shown;

  /** Hears of changes, until the function that it gives back is called. */
  readonly subscribe = (listener: ChangeListener): (() => void) => {
    const entry: ChangeListener = (isStreamed) => listener(isStreamed);
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
      if (this.#listeners.size === 0) this.#show();
    };
  };

  /** Forgets all recorded frames. */
  clear(): void {
    this.#frames = [];
    this.#size = 0;
    this.#show();
  }

  #add(frame: TappedFrame): void {
    this.#frames.push({ ...frame, number: ++this.#count });
    this.#size += sizeOf(frame);
    while (this.#frames.length > this.#maxFrames || (this.#size > this.#maxSize && this.#frames.length > 1)) {
      const oldest = this.#frames.shift();
      if (oldest) this.#size -= sizeOf(oldest);
    }
    this.#timer ??= setTimeout(() => this.#show(true), INTERVAL);
  }

  #show(isStreamed = false): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#shown = [...this.#frames];
    for (const listener of [...this.#listeners]) listener(isStreamed);
  }
}

function sizeOf({ data }: TappedFrame): number {
  return typeof data === 'string' ? data.length : data.byteLength;
}
