import { NUMBERS_PER_FRAME, type Batch, type BufferLimits, type PostedEvent } from './port.ts';

/** A batch is one task in the page: not a longer one than this makes. */
const BATCH = { count: 4096, bytes: 4 * 1024 * 1024 };

const RAISE_BUFFER = 'Raise thread.buffer, or subscribe to less.';

/**
 * What a page has still to be told, in its order. Frames are bounded: where there is no room the oldest go, and the next
 * batch begins with saying how many. Events are not: few come without the page's doing.
 */
export class BatchQueue {
  readonly #limits: BufferLimits;
  // Frames leave at the front: `#first` is where they begin, which moves, and the arrays are cut now and then.
  #frames: (string | ArrayBuffer)[] = [];
  #numbers: number[] = [];
  #first = 0;
  /** How many frames have left: the number of the first one that waits. */
  #gone = 0;
  #bytes = 0;
  #events: [after: number, event: PostedEvent][] = [];
  #lost = { count: 0, bytes: 0 };

  constructor(limits: BufferLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#count === 0 && this.#events.length === 0 && this.#lost.count === 0;
  }

  addFrame(
    frame: string | ArrayBuffer,
    route: number,
    sequence: number,
    receivedAt: number,
    oldestKept: number,
    answered = 0,
    isRight = false,
  ): void {
    this.#frames.push(frame);
    this.#numbers.push(route, sequence, receivedAt, oldestKept, answered, isRight ? 1 : 0);
    this.#bytes += bytesOf(frame);
    while (this.#count > this.#limits.maxCount || this.#bytes > this.#limits.maxBytes) this.#dropOldest();
  }

  addEvent(event: PostedEvent): void {
    this.#events.push([this.#gone + this.#count, event]);
  }

  /** Those that nothing stands between are told together. */
  addSent(receipts: readonly number[]): void {
    const [after, last] = this.#events.at(-1) ?? [];
    if (last?.[0] !== 'onSent' || after !== this.#gone + this.#count) {
      return this.addEvent(['onSent', [...receipts]]);
    }
    // Not by spreading them: a long queue that leaves at once is more than a call takes.
    for (const receipt of receipts) last[1].push(receipt);
  }

  /** The oldest, as much as makes one batch. */
  take(): Omit<Batch, 'stats'> {
    const count = this.#fitting();
    const end = this.#first + count;
    const frames = this.#frames.slice(this.#first, end);
    const numbers = Float64Array.from(
      this.#numbers.slice(this.#first * NUMBERS_PER_FRAME, end * NUMBERS_PER_FRAME),
    );
    const events = this.#takeEvents(this.#gone + count);
    for (const frame of frames) this.#bytes -= bytesOf(frame);
    this.#leave(count);
    return { frames, numbers, events };
  }

  get #count(): number {
    return this.#frames.length - this.#first;
  }

  /** How many of the frames make one batch: at least one, however large it is. */
  #fitting(): number {
    const most = Math.min(this.#count, BATCH.count);
    if (this.#bytes <= BATCH.bytes) return most;
    let bytes = 0;
    for (let count = 0; count < most; count++) {
      bytes += bytesOf(this.#frames[this.#first + count] ?? '');
      if (bytes > BATCH.bytes) return Math.max(count, 1);
    }
    return most;
  }

  /** Those that come before the frame with this number. */
  #takeEvents(end: number): Batch['events'] {
    const next = this.#events.findIndex(([after]) => after > end);
    const taken = this.#events.splice(0, next < 0 ? this.#events.length : next);
    // What was dropped meanwhile stands before none of them any more.
    for (const event of taken) event[0] = Math.max(0, event[0] - this.#gone);
    const { count, bytes } = this.#lost;
    this.#lost = { count: 0, bytes: 0 };
    return count > 0 ? [[0, ['onOverflow', count, bytes]], ...taken] : taken;
  }

  #dropOldest(): void {
    const bytes = bytesOf(this.#frames[this.#first] ?? '');
    this.#bytes -= bytes;
    this.#lost.count++;
    this.#lost.bytes += bytes;
    const answered = this.#numbers[this.#first * NUMBERS_PER_FRAME + 4] ?? 0;
    // The core takes it for answered, and says nothing more of it.
    if (answered > 0) this.addEvent(['onRequestFailed', answered, 'ANSWER_LOST', RAISE_BUFFER]);
    this.#frames[this.#first] = '';
    this.#leave(1);
  }

  #leave(count: number): void {
    this.#gone += count;
    this.#first += count;
    if (this.#first * 2 < this.#frames.length) return;
    this.#frames = this.#frames.slice(this.#first);
    this.#numbers = this.#numbers.slice(this.#first * NUMBERS_PER_FRAME);
    this.#first = 0;
  }
}

function bytesOf(frame: string | ArrayBuffer): number {
  return typeof frame === 'string' ? frame.length : frame.byteLength;
}
