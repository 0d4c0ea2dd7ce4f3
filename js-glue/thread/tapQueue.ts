import type { TappedFrame } from '../core/frameTap.ts';
import { RingBuffer } from '../tools/ringBuffer.ts';
import type { BufferLimits } from './port.ts';

/** Less than messages may take: who only looks must not cost what they do. */
const MOST: BufferLimits = { maxCount: 10_000, maxBytes: 8 * 1024 * 1024 };

/** Frames that a page has still to be shown. Where there is no room the oldest go, and the next one says how many. */
export class TapQueue {
  readonly #limits: BufferLimits;
  readonly #frames = new RingBuffer<TappedFrame>();
  #bytes = 0;
  #missed = 0;

  constructor(limits: BufferLimits = MOST) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#frames.size === 0;
  }

  add(frame: TappedFrame): void {
    this.#frames.push(frame);
    this.#bytes += bytesOf(frame);
    while (this.#frames.size > this.#limits.maxCount || this.#bytes > this.#limits.maxBytes) {
      this.#shift();
      this.#missed++;
    }
  }

  /** All of them, in their order. */
  take(): TappedFrame[] {
    const frames: TappedFrame[] = [];
    for (let frame = this.#shift(); frame; frame = this.#shift()) {
      frames.push(this.#missed > 0 ? { ...frame, missed: this.#missed } : frame);
      this.#missed = 0;
    }
    return frames;
  }

  #shift(): TappedFrame | undefined {
    const frame = this.#frames.shift();
    if (frame) this.#bytes -= bytesOf(frame);
    return frame;
  }
}

function bytesOf({ data }: TappedFrame): number {
  return typeof data === 'string' ? data.length : data.byteLength;
}
