import type { StyledRange } from './terminalLine.ts';
import { plainStyle, type TerminalStyle } from './terminalStyle.ts';

const TAB_WIDTH = 8;
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** What a line is while it is written over: a character and a style for each column. */
interface Cells {
  readonly characters: string[];
  readonly styles: TerminalStyle[];
}

/**
 * A line that is being written, with a cursor. A column is a UTF-16 unit.
 *
 * Most lines are only added to, and are a text with ranges from the beginning. One that is written over, such as a progress bar,
 * is taken apart into cells, so that to change one character costs the same in a long line.
 */
export class LineBuilder {
  readonly #maxLength: number;
  #text = '';
  #ranges: StyledRange[] = [];
  #cells: Cells | undefined;
  #column = 0;
  #cut = 0;
  #isPatched = false;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** How many characters did not fit. */
  get cut(): number {
    return this.#cut;
  }

  get text(): string {
    const text = this.#cells ? this.#cells.characters.join('') : this.#text;
    // Half of a pair may have been overwritten or cut off.
    return this.#isPatched || this.#cut > 0 ? text.replace(loneSurrogates, '\ufffd') : text;
  }

  get styles(): readonly StyledRange[] {
    if (!this.#cells) return this.#ranges.slice();
    const ranges: StyledRange[] = [];
    this.#cells.styles.forEach((style, column) => extend(ranges, column, column + 1, style));
    return ranges;
  }

  write(text: string, style: TerminalStyle): void {
    const room = this.#maxLength - this.#column;
    if (text.length > room) this.#cut += text.length - room;
    const written = text.length > room ? text.slice(0, room) : text;
    if (written === '') return;
    if (this.#column >= this.#length && !this.#cells) this.#append(written, style);
    else this.#overwrite(written, style);
    this.#column += written.length;
  }

  carriageReturn(): void {
    this.#column = 0;
  }

  backspace(): void {
    this.moveBy(-1);
  }

  /** To the next column that a multiple of eight divides. */
  tab(): void {
    const columns = TAB_WIDTH - (this.#column % TAB_WIDTH);
    // Copied and searched as the spaces that it is shown as.
    if (this.#column >= this.#length) this.write(' '.repeat(columns), plainStyle);
    else this.moveBy(columns);
  }

  moveBy(columns: number): void {
    this.moveTo(this.#column + columns);
  }

  moveTo(column: number): void {
    this.#column = Math.max(0, Math.min(column, this.#maxLength));
  }

  eraseToEnd(): void {
    this.#cut = 0;
    if (this.#cells) {
      this.#cells.characters.length = this.#cells.styles.length = Math.min(this.#column, this.#length);
      return;
    }
    this.#text = this.#text.slice(0, this.#column);
    this.#ranges = this.#ranges
      .filter(({ from }) => from < this.#column)
      .map(({ from, to, style }) => ({ from, to: Math.min(to, this.#column), style }));
  }

  eraseToCursor(): void {
    const column = this.#column;
    const end = Math.min(column + 1, this.#length);
    this.#column = 0;
    if (end > 0) this.#overwrite(' '.repeat(end), plainStyle);
    this.#column = column;
  }

  eraseAll(): void {
    this.#text = '';
    this.#ranges = [];
    this.#cells = undefined;
    this.#cut = 0;
  }

  get #length(): number {
    return this.#cells ? this.#cells.characters.length : this.#text.length;
  }

  #append(text: string, style: TerminalStyle): void {
    this.#text = this.#text.padEnd(this.#column);
    extend(this.#ranges, this.#column, this.#column + text.length, style);
    this.#text += text;
  }

  #overwrite(text: string, style: TerminalStyle): void {
    const { characters, styles } = (this.#cells ??= this.#takeApart());
    this.#isPatched = true;
    while (characters.length < this.#column) {
      characters.push(' ');
      styles.push(plainStyle);
    }
    for (let index = 0; index < text.length; index++) {
      characters[this.#column + index] = text.charAt(index);
      styles[this.#column + index] = style;
    }
  }

  #takeApart(): Cells {
    const styles = new Array<TerminalStyle>(this.#text.length).fill(plainStyle);
    for (const { from, to, style } of this.#ranges) styles.fill(style, from, to);
    return { characters: this.#text.split(''), styles };
  }
}

/** Adds a range, or lengthens the last one where it is of the same style. */
function extend(ranges: StyledRange[], from: number, to: number, style: TerminalStyle): void {
  if (style === plainStyle) return;
  const last = ranges.at(-1);
  if (last?.style === style && last.to === from) ranges[ranges.length - 1] = { from: last.from, to, style };
  else ranges.push({ from, to, style });
}
