import type { TerminalBuffer } from './terminalBuffer.ts';
import type { TerminalLine } from './terminalLine.ts';

/** Where a match is: the line, and which of the line's matches, from 0. */
export interface TerminalMatch {
  readonly sequence: number;
  readonly index: number;
}

/**
 * Searches a buffer while lines come and go: each line is looked at once, and again only as long as it is not complete. Upper and
 * lower case are the same.
 */
export class TerminalSearch {
  readonly #buffer: TerminalBuffer;
  #query = '';
  #pattern: RegExp | undefined;
  /** How many matches a line has, by its sequence: those that have any. */
  readonly #counts = new Map<number, number>();
  #count = 0;
  #current: TerminalMatch | undefined;
  /** Up to which line it has searched, and those before that may still change. */
  #searched = 0;
  #incomplete: number[] = [];

  constructor(buffer: TerminalBuffer) {
    this.#buffer = buffer;
  }

  get query(): string {
    return this.#query;
  }

  /** What is searched for; nothing for an empty text. Another object for another query. */
  get pattern(): RegExp | undefined {
    return this.#pattern;
  }

  /** How many matches there are. */
  get count(): number {
    return this.#count;
  }

  get current(): TerminalMatch | undefined {
    return this.#current;
  }

  /** Which one the current match is, from 1; 0 while there is none. */
  get position(): number {
    if (!this.#current) return 0;
    let before = 0;
    for (const [sequence, count] of this.#counts) if (sequence < this.#current.sequence) before += count;
    return before + this.#current.index + 1;
  }

  setQuery(query: string): void {
    if (query === this.#query) return;
    this.#query = query;
    this.#pattern = query === '' ? undefined : patternOf(query);
    this.#counts.clear();
    this.#count = 0;
    this.#current = undefined;
    this.#searched = 0;
    this.#incomplete = [];
    this.update();
  }

  /** Looks at what has changed in the buffer. */
  update(): void {
    if (!this.#pattern) return;
    const { firstSequence, length } = this.#buffer;
    for (const sequence of this.#counts.keys()) if (sequence < firstSequence) this.#setCount(sequence, 0);
    const again = this.#incomplete.splice(0);
    for (const sequence of again) this.#look(sequence);
    for (
      let sequence = Math.max(this.#searched + 1, firstSequence);
      sequence < firstSequence + length;
      sequence++
    )
      this.#look(sequence);
    this.#searched = firstSequence + length - 1;
    if (this.#current && this.#current.index >= (this.#counts.get(this.#current.sequence) ?? 0))
      this.#current = undefined;
  }

  /**
   * Makes the match behind the current one the current one, and behind the last the first.
   *
   * @param from Where to begin if there is none: the `sequence` of a line.
   */
  next(from: number): TerminalMatch | undefined {
    return this.#step(1, from);
  }

  /** The same in the other direction. */
  previous(from: number): TerminalMatch | undefined {
    return this.#step(-1, from);
  }

  #step(direction: 1 | -1, from: number): TerminalMatch | undefined {
    this.update();
    if (this.#count === 0) return undefined;
    const { firstSequence, length } = this.#buffer;
    if (this.#current) {
      const { sequence, index } = this.#current;
      const beside = index + direction;
      if (beside >= 0 && beside < (this.#counts.get(sequence) ?? 0)) return this.#select(sequence, beside);
    }
    const start = this.#current ? this.#current.sequence + direction : from;
    for (let step = 0; step < length; step++) {
      const place = start - firstSequence + direction * step;
      const sequence = firstSequence + (((place % length) + length) % length);
      const count = this.#counts.get(sequence) ?? 0;
      if (count > 0) return this.#select(sequence, direction > 0 ? 0 : count - 1);
    }
    return undefined;
  }

  #select(sequence: number, index: number): TerminalMatch {
    return (this.#current = { sequence, index });
  }

  #look(sequence: number): void {
    const line = this.#buffer.lineAt(sequence - this.#buffer.firstSequence);
    if (!line || !this.#pattern) return;
    if (!line.isComplete) this.#incomplete.push(sequence);
    this.#setCount(sequence, matchesIn(line, this.#pattern).length);
  }

  #setCount(sequence: number, count: number): void {
    this.#count += count - (this.#counts.get(sequence) ?? 0);
    if (count > 0) this.#counts.set(sequence, count);
    else this.#counts.delete(sequence);
  }
}

/** Where in a line the matches are: from, and up to. */
export function matchesIn({ text }: TerminalLine, pattern: RegExp): [from: number, to: number][] {
  return Array.from(text.matchAll(pattern), ({ 0: match, index }) => [index, index + match.length]);
}

/** A regular expression rather than lower case: that may be longer than what it was made of. */
function patternOf(query: string): RegExp {
  return new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
}
