import type { StoredFrame } from './handle.ts';
import type { TextChunk } from './textChunk.ts';

/** One character that takes two bytes makes all of a string take two. */
const wide = /[\u0100-\uffff]/;

/** Twice a length fits into two bytes. */
const SHORT = 2 ** 15;

/** Texts in one string, or two, with their lengths and times beside them: six bytes for each of them, or eight where one is long. */
export class JoinedTexts implements TextChunk {
  readonly #first: number;
  readonly #narrow: string;
  readonly #wide: string;
  /** Of each text twice its length, and one more where it is wide. */
  readonly #sizes: Uint16Array | Uint32Array;
  readonly #begin: number;
  /** How much later each came. */
  readonly #delays: Int32Array;

  constructor(first: number, texts: readonly string[], begin: number, delays: readonly number[]) {
    this.#first = first;
    this.#begin = begin;
    this.#delays = new Int32Array(delays);
    const all = texts.join('');
    // Asked of all at once, since most often none is.
    const isMixed = wide.test(all);
    const isWide = (text: string) => isMixed && wide.test(text);
    const Sizes = texts.some(({ length }) => length >= SHORT) ? Uint32Array : Uint16Array;
    this.#sizes = new Sizes(texts.map((text) => text.length * 2 + Number(isWide(text))));
    this.#narrow = isMixed ? texts.filter((text) => !isWide(text)).join('') : all;
    this.#wide = isMixed ? texts.filter(isWide).join('') : '';
  }

  get end(): number {
    return this.#first + this.#sizes.length;
  }

  *newestFirst(): Generator<StoredFrame> {
    const joined = [this.#narrow, this.#wide];
    const ends = joined.map(({ length }) => length);
    for (let index = this.#sizes.length - 1; index >= 0; index--) {
      const size = this.#sizes[index] ?? 0;
      const isWide = size & 1;
      const end = ends[isWide] ?? 0;
      const begin = end - (size >>> 1);
      ends[isWide] = begin;
      const receivedAt = this.#begin + (this.#delays[index] ?? 0);
      yield { sequence: this.#first + index, text: (joined[isWide] ?? '').slice(begin, end), receivedAt };
    }
  }
}
