import { startsWith } from './startsWith.ts';

/** No text begins like this one that was seen. */
const UNKNOWN = -2;

/** Servers name a few dozen types; one that invents a new one with each message must not fill the memory. */
const MOST = 256;
const LONGEST = 256;

const QUOTE = 34;
/** A power of two. */
const SLOTS = 256;

interface Opening {
  readonly text: string;
  readonly route: number;
}

/**
 * Knows texts by their first characters, where those are the message's type: to look at them costs a fraction of copying
 * the text into WebAssembly. The core says which types lead where, and which of them it must see each time; any change of
 * a subscription makes this forget.
 *
 * It understands the two ways in which servers write JSON, `{"type":"a"` and `{"type": "a"`. Of a frame that names two
 * types, this sees the first and JSON.parse the last: who reads it finds out (`Message`, B06).
 */
export class SettledRoutes {
  readonly #beginnings: readonly string[];
  /** As the server was last seen to write. */
  #beginning: string;
  /** A hash table: to look a piece of a string up in a Map is to make it, and to read all of it twice. */
  #slots: Opening[][] = [];
  #count = 0;
  /** Streams repeat themselves. */
  #last: Opening | undefined;

  constructor(typeKey: string) {
    const key = JSON.stringify(typeKey);
    this.#beginnings = [`{${key}:"`, `{${key}: "`];
    this.#beginning = this.#beginnings[0] ?? '';
  }

  /** -1: nobody wants it, 0: who wants all, -2: unknown. */
  find(text: string): number {
    const last = this.#last;
    // Types of other lengths have no quote there: that is asked first, since to compare costs more.
    if (last && text.charCodeAt(last.text.length - 1) === QUOTE && startsWith(text, last.text))
      return last.route;
    this.#last =
      this.#opening(text, this.#endAfter(this.#beginning, text)) ??
      this.#opening(text, this.#endOfType(text));
    return this.#last?.route ?? UNKNOWN;
  }

  add(text: string, route: number): void {
    const end = this.#endOfType(text);
    // An escape may stand for a quote, or for any letter: those the core reads.
    if (end < 0 || text.slice(this.#beginning.length, end).includes('\\')) return;
    if (this.#count >= MOST) this.forget();
    // Made anew: a piece of a string keeps the whole of it in memory.
    const own = text
      .slice(0, end + 1)
      .split('')
      .join('');
    (this.#slots[slotOf(own, end)] ??= []).push({ text: own, route });
    this.#count++;
  }

  forget(): void {
    this.#slots = [];
    this.#count = 0;
    this.#last = undefined;
  }

  #opening(text: string, end: number): Opening | undefined {
    const slot = end < 0 ? undefined : this.#slots[slotOf(text, end)];
    if (slot) for (const opening of slot) if (startsWith(text, opening.text)) return opening;
    return undefined;
  }

  /** Where the type ends that the text begins with; -1 where it begins with none, or with a long one. */
  #endOfType(text: string): number {
    const beginning = this.#beginnings.find((each) => startsWith(text, each));
    if (beginning === undefined) return -1;
    this.#beginning = beginning;
    return this.#endAfter(beginning, text);
  }

  /** Where the first quote stands behind so many characters, whatever those are. */
  #endAfter({ length }: string, text: string): number {
    const end = text.indexOf('"', length);
    return end - length > LONGEST ? -1 : end;
  }
}

/** By the length of the type and two of its characters. Of `_started` and `_stopped`, the last ones are the same. */
function slotOf(text: string, end: number): number {
  return (end * 31 + text.charCodeAt(end - 3) * 7 + text.charCodeAt(end - 6)) & (SLOTS - 1);
}
