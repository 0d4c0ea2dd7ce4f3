import { EscapeParser } from './escapeParser.ts';
import type { LineBuilder } from './lineBuilder.ts';
import { plainStyle, selectGraphicRendition, type TerminalStyle } from './terminalStyle.ts';

/** Moves of the cursor within its line: to a column, to the right, to the left. */
const columnMoves = ['G', 'C', 'D'];

/** Where the lines of a stream go. */
export interface StreamOwner {
  /** A line begins. */
  begin(): LineBuilder;
  /** The line that began last is complete. */
  complete(): void;
}

/**
 * What one program writes, in pieces: text, or bytes of UTF-8, that may be cut anywhere. It keeps the style that is set, and what
 * of a character or of a sequence has come so far. A line begins with the first thing that is in it.
 */
export class TerminalStream {
  readonly #owner: StreamOwner;
  readonly #parser: EscapeParser;
  #decoder: TextDecoder | undefined;
  #line: LineBuilder | undefined;
  #style: TerminalStyle = plainStyle;

  constructor(owner: StreamOwner) {
    this.#owner = owner;
    this.#parser = new EscapeParser({
      print: (text) => this.#open().write(text, this.#style),
      newline: () => this.#newline(),
      carriageReturn: () => this.#line?.carriageReturn(),
      backspace: () => this.#line?.backspace(),
      tab: () => this.#open().tab(),
      sequence: (final, parameters) => this.#sequence(final, parameters),
    });
  }

  write(data: string | Uint8Array): void {
    if (typeof data === 'string') return this.#parser.write(data);
    this.#decoder ??= new TextDecoder();
    this.#parser.write(this.#decoder.decode(data, { stream: true }));
  }

  /** Its line is no longer there. What follows begins another one. */
  forgetLine(): void {
    this.#line = undefined;
  }

  #open(): LineBuilder {
    return (this.#line ??= this.#owner.begin());
  }

  #newline(): void {
    this.#open();
    this.#line = undefined;
    this.#owner.complete();
  }

  #sequence(final: string, parameters: string): void {
    if (final === 'm') this.#style = selectGraphicRendition(this.#style, parameters);
    else if (final === 'K') this.#erase(Number(parameters));
    else if (columnMoves.includes(final)) {
      const count = Number(parameters) || 1;
      const line = this.#open();
      if (final === 'G') line.moveTo(count - 1);
      else line.moveBy(final === 'C' ? count : -count);
    }
  }

  #erase(part: number): void {
    if (part === 0) this.#line?.eraseToEnd();
    else if (part === 1) this.#line?.eraseToCursor();
    else if (part === 2) this.#line?.eraseAll();
  }
}
