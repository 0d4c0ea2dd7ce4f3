import type { StoredFrame } from './handle.ts';
import { JoinedTexts } from './joinedTexts.ts';
import type { TextChunk } from './textChunk.ts';

/** A chunk takes so many texts, or fewer long ones: one behind so many characters is its last. */
const MOST = { count: 256, length: 64 * 1024 };
/** Beside so many characters what a string costs more is nothing, and to join them would be to copy them. */
const LONG = 1024;
/** Joined ones keep their times as four bytes: so many milliseconds after, or before, the first, which is 24 days. */
const FURTHEST = 2 ** 31 - 1;

/** Texts as they came. */
export class LooseTexts implements TextChunk {
  readonly #first: number;
  readonly #begin: number;
  readonly #texts: string[];
  readonly #delays: number[];
  #count = 0;
  #length = 0;

  /** Begins with this one. */
  constructor(text: string, sequence: number, receivedAt: number) {
    this.#first = sequence;
    this.#begin = receivedAt;
    // An array that grows is copied time and again; one too wide is a waste for long texts.
    const places = Math.min(MOST.count, Math.ceil(MOST.length / (text.length + 1)));
    this.#texts = new Array<string>(places);
    this.#delays = new Array<number>(places);
    this.add(text, sequence, receivedAt);
  }

  get end(): number {
    return this.#first + this.#count;
  }

  /** When the newest came. */
  get latest(): number {
    return this.#begin + (this.#delays[this.#count - 1] ?? 0);
  }

  /** In one string they would take less memory. */
  get isWasteful(): boolean {
    return this.#length < this.#count * LONG;
  }

  /** False: it belongs into another chunk. */
  add(text: string, sequence: number, receivedAt: number): boolean {
    const count = this.#count;
    const delay = receivedAt - this.#begin;
    const follows = sequence === this.#first + count && Math.abs(delay) <= FURTHEST;
    if (!follows || count >= MOST.count || this.#length >= MOST.length) return false;
    this.#texts[count] = text;
    // As an integer: of other numbers the engine makes an object each, or copies the array.
    this.#delays[count] = delay | 0;
    this.#count = count + 1;
    this.#length += text.length;
    return true;
  }

  /** Of which no more will be added. */
  closed(): TextChunk {
    this.#texts.length = this.#delays.length = this.#count;
    return this.isWasteful ? new JoinedTexts(this.#first, this.#texts, this.#begin, this.#delays) : this;
  }

  *newestFirst(): Generator<StoredFrame> {
    for (let index = this.#count - 1; index >= 0; index--) {
      const receivedAt = this.#begin + (this.#delays[index] ?? 0);
      yield { sequence: this.#first + index, text: this.#texts[index] ?? '', receivedAt };
    }
  }
}
