import type { StoredFrame } from './handle.ts';

/** Where the texts go that history keeps. */
export interface FrameStore {
  /**
   * It passes the texts on, and must know with each of them how far back the core keeps texts. Another one is told that now
   * and then, and when it is asked for them.
   */
  readonly isRelay: boolean;
  /**
   * `oldestKept`: texts below this number are kept no longer; 0: not known. `isWanted`: the listener is told of the text
   * next.
   */
  add(text: string, sequence: number, receivedAt: number, oldestKept: number, isWanted: boolean): void;
  newestFirst(oldestKept: number | undefined): Iterable<StoredFrame>;
  clear(): void;
}

/** So many texts are joined, or fewer long ones. */
const CHUNK = { count: 256, length: 64 * 1024 };
/** A longer text stands alone: to join it would be to copy it, and its own overhead is small. */
const LONG = 4096;

/** One character that takes two bytes makes all of a string take two. */
const wide = /[\u0100-\uffff]/;

/** Times are kept as four bytes: so many milliseconds after, or before, the first of their chunk, which is 24 days. */
const FURTHEST = 2 ** 31 - 1;

/** Texts whose numbers follow each other. */
interface Chunk {
  /** The number of the first one. */
  readonly first: number;
  /** The texts that are not wide, joined, and those that are. */
  readonly joined: readonly [narrow: string, wide: string];
  /** Of each text twice its length, and one more where it is wide. */
  readonly sizes: Uint16Array | Uint32Array;
  /** When the first one came, and how much later the others did. */
  readonly begin: number;
  readonly delays: Int32Array;
}

/**
 * The texts that history keeps, by sequence number. Which ones those are the core decides (src/core/history.h): it says
 * with each message below which number texts may go.
 *
 * A string costs some twenty bytes beside its characters, an object around it fifty more: as much as half of a short
 * message. So the newest texts stay as they came, and the older ones are joined, a chunk at a time, with their lengths and
 * times in typed arrays beside them: six bytes for each.
 */
export class TextStore implements FrameStore {
  readonly isRelay = false;
  #chunks: Chunk[] = [];
  /** The newest texts, not joined yet, and when they came. */
  #texts: string[] = [];
  #times: number[] = [];
  /** The number of the first of them, and their characters. */
  #first = 0;
  #length = 0;
  #oldestKept = 0;

  add(text: string, sequence: number, receivedAt: number, oldestKept: number): void {
    const texts = this.#texts;
    const isLong = text.length >= LONG;
    // A number is left out where the core does not keep a text, or another thread has lost it.
    const follows =
      sequence === this.#first + texts.length && Math.abs(receivedAt - (this.#times[0] ?? 0)) <= FURTHEST;
    if (texts.length > 0 && (!follows || isLong)) this.#close();
    if (this.#texts.length === 0) this.#first = sequence;
    this.#length += text.length;
    this.#times.push(receivedAt);
    if (this.#texts.push(text) >= CHUNK.count || this.#length >= CHUNK.length || isLong) this.#close();
    this.#forget(oldestKept);
  }

  *newestFirst(oldestKept = 0): Generator<StoredFrame> {
    this.#forget(oldestKept);
    for (let index = this.#texts.length - 1; index >= 0; index--) {
      const sequence = this.#first + index;
      if (sequence < this.#oldestKept) return;
      yield { sequence, text: this.#texts[index] ?? '', receivedAt: this.#times[index] ?? 0 };
    }
    for (let index = this.#chunks.length - 1; index >= 0; index--) yield* this.#inChunk(this.#chunks[index]);
  }

  clear(): void {
    this.#chunks = [];
    this.#open();
  }

  *#inChunk(chunk: Chunk | undefined): Generator<StoredFrame> {
    if (!chunk) return;
    const { first, joined, sizes, begin: began, delays } = chunk;
    const ends = [joined[0].length, joined[1].length];
    for (let index = sizes.length - 1; index >= 0; index--) {
      const sequence = first + index;
      if (sequence < this.#oldestKept) return;
      const size = sizes[index] ?? 0;
      const isWide = size & 1;
      const end = ends[isWide] ?? 0;
      const begin = end - (size >>> 1);
      ends[isWide] = begin;
      const receivedAt = began + (delays[index] ?? 0);
      yield { sequence, text: (joined[isWide] ?? '').slice(begin, end), receivedAt };
    }
  }

  #forget(oldestKept: number): void {
    if (oldestKept <= this.#oldestKept) return;
    this.#oldestKept = oldestKept;
    while (this.#chunks[0] && endOf(this.#chunks[0]) <= oldestKept) this.#chunks.shift();
  }

  /** Joins the newest ones. */
  #close(): void {
    const [texts, times] = [this.#texts, this.#times];
    const begin = times[0] ?? 0;
    const delays = new Int32Array(texts.length);
    // Twice the length of the longest fits into two bytes, unless it stands alone.
    const sizes = texts.length > 1 ? new Uint16Array(texts.length) : new Uint32Array(1);
    const all = texts.join('');
    // Asked of all at once, since most often none is.
    const isMixed = wide.test(all);
    const parts: [string[], string[]] = [[], []];
    texts.forEach((text, index) => {
      const isWide = isMixed && wide.test(text) ? 1 : 0;
      if (isMixed) parts[isWide].push(text);
      sizes[index] = text.length * 2 + isWide;
      delays[index] = (times[index] ?? 0) - begin;
    });
    const joined = isMixed ? ([parts[0].join(''), parts[1].join('')] as const) : ([all, ''] as const);
    this.#chunks.push({ first: this.#first, joined, sizes, begin, delays });
    this.#open();
  }

  #open(): void {
    this.#texts = [];
    this.#times = [];
    this.#length = 0;
  }
}

/** The number behind the last one. */
function endOf({ first, sizes }: Chunk): number {
  return first + sizes.length;
}
