import { check } from '../client/check.ts';
import { Emitter, type Unsubscribe } from '../client/emitter.ts';
import { RingBuffer } from '../tools/ringBuffer.ts';
import { LineBuilder } from './lineBuilder.ts';
import { terminalKinds, textOf, type TerminalKind, type TerminalLine } from './terminalLine.ts';
import { TerminalStream } from './terminalStream.ts';

/** How much a terminal keeps. */
export interface TerminalBufferOptions {
  /** How many lines are kept; the oldest make room. From 1 to 500,000. Default 10000 (S2.90, C15). */
  maxLines?: number | undefined;
  /** Where a longer line is cut, in UTF-16 units. From 1 to 1,000,000. Default 4096. */
  maxLineLength?: number | undefined;
  /** How much memory the lines may take together, as estimated; the oldest make room. Default 64 MiB. */
  maxBytes?: number | undefined;
}

/** A line in the ring. */
interface Entry {
  readonly sequence: number;
  readonly kind: TerminalKind;
  /** Who writes it, as long as it is not complete. */
  open: { readonly builder: LineBuilder; readonly source: Source } | undefined;
  /** As it was asked for last. */
  line: TerminalLine | undefined;
  bytes: number;
}

/** A stream, and the line that it writes. */
interface Source {
  readonly stream: TerminalStream;
  entry: Entry | undefined;
}

/** What a line and a range of it take beside the characters, at a guess. */
const LINE_BYTES = 150;
const RANGE_BYTES = 100;

/**
 * The last lines of a terminal: streams of text with ANSI escape sequences go in, plain text with ranges of styles comes out.
 * It knows no screen: colours, `\r`, `\b`, tabs and erasing within a line do what they should, and all other sequences are left out
 * (W83, S2.50). Each kind is a stream of its own, so that neither an unfinished line nor half an escape sequence of the
 * output gets into the errors.
 *
 * Whatever it is given, it throws nothing and stays within its limits.
 */
export class TerminalBuffer {
  readonly #maxLines: number;
  readonly #maxLineLength: number;
  readonly #maxBytes: number;
  readonly #entries = new RingBuffer<Entry>();
  readonly #sources = new Map<TerminalKind, Source>();
  readonly #listeners = new Emitter<{ change: undefined }>((error) => console.error(error));
  #bytes = 0;
  #dropped = 0;
  #lastSequence = 0;

  /** @throws TypeError that names the option which is wrong. */
  constructor(options: TerminalBufferOptions = {}) {
    check.keys('TerminalBuffer', options, ['maxLines', 'maxLineLength', 'maxBytes']);
    const { maxLines, maxLineLength, maxBytes } = options;
    this.#maxLines = Math.floor(check.number('maxLines', maxLines, 10_000, { min: 1, max: 500_000 }));
    this.#maxLineLength = Math.floor(
      check.number('maxLineLength', maxLineLength, 4096, { min: 1, max: 1_000_000 }),
    );
    this.#maxBytes = check.number('maxBytes', maxBytes, 64 * 1024 * 1024, { min: 1, max: Infinity });
  }

  /** How many lines there are, the ones included that are not complete. */
  get length(): number {
    return this.#entries.size;
  }

  /** How many lines had to make room since it was cleared last. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The `sequence` of the first line; of the coming one where there is none. */
  get firstSequence(): number {
    return this.#entries.at(0)?.sequence ?? this.#lastSequence + 1;
  }

  /** A line by its place, from 0, the oldest. The same object until the line changes. */
  lineAt(index: number): TerminalLine | undefined {
    const entry = this.#entries.at(index);
    return entry && (entry.line ??= lineOf(entry));
  }

  /** The lines from a place up to, but not including, another. */
  lines(from = 0, to = this.length): TerminalLine[] {
    const found: TerminalLine[] = [];
    for (let index = Math.max(0, from); index < to; index++) {
      const line = this.lineAt(index);
      if (!line) break;
      found.push(line);
    }
    return found;
  }

  /**
   * Goes on with the stream of a kind, where it broke off. A line is complete with its newline.
   *
   * @param data Text, or bytes of UTF-8, cut anywhere (S2.87).
   */
  write(data: string | Uint8Array, kind: TerminalKind = 'output'): void {
    check.oneOf('kind', kind, terminalKinds, kind);
    let source = this.#sources.get(kind);
    if (!source) this.#sources.set(kind, (source = this.#newSource(kind)));
    this.#feed(source, data);
    this.#tell();
  }

  /** Adds complete lines, beside the stream of their kind: a remark of the application's own. */
  addLine(text: string, kind: TerminalKind = 'info'): void {
    check.text('text', text);
    check.oneOf('kind', kind, terminalKinds, kind);
    // The newline ends whatever is unfinished, an escape sequence too.
    this.#feed(this.#newSource(kind), text.endsWith('\n') ? text : `${text}\n`);
    this.#tell();
  }

  /**
   * The streams broke off, as they do with a connection: lines that are not complete stay as they are, and what comes next begins
   * anew, in the usual style.
   */
  endStreams(): void {
    for (const { entry } of this.#sources.values()) if (entry) this.#complete(entry);
    this.#sources.clear();
    this.#tell();
  }

  /** Forgets all lines, and how many were dropped. Streams go on. */
  clear(): void {
    for (const source of this.#sources.values()) {
      source.stream.forgetLine();
      source.entry = undefined;
    }
    this.#entries.clear();
    this.#bytes = 0;
    this.#dropped = 0;
    this.#tell();
  }

  /** All lines as plain text, each with a newline (S2.49). */
  toText(): string {
    return this.lines()
      .map((line) => `${textOf(line)}\n`)
      .join('');
  }

  /** Calls `listener` after each change. Lines may come by the thousand: show them once per animation frame. */
  subscribe(listener: () => void): Unsubscribe {
    check.function('listener', listener);
    return this.#listeners.on('change', listener);
  }

  #newSource(kind: TerminalKind): Source {
    const stream = new TerminalStream({
      begin: () => this.#begin(source, kind),
      complete: () => {
        if (source.entry) this.#complete(source.entry);
        source.entry = undefined;
      },
    });
    const source: Source = { stream, entry: undefined };
    return source;
  }

  #feed(source: Source, data: string | Uint8Array): void {
    source.stream.write(data);
    if (source.entry) source.entry.line = undefined;
  }

  #begin(source: Source, kind: TerminalKind): LineBuilder {
    const builder = new LineBuilder(this.#maxLineLength);
    const entry: Entry = {
      sequence: ++this.#lastSequence,
      kind,
      open: { builder, source },
      line: undefined,
      bytes: 0,
    };
    this.#entries.push(entry);
    if (this.length > this.#maxLines) this.#drop();
    source.entry = entry;
    return builder;
  }

  #complete(entry: Entry): void {
    const { sequence, kind, open } = entry;
    if (!open) return;
    const { styles, cut } = open.builder;
    const text = copyOf(open.builder.text);
    entry.open = undefined;
    entry.line = Object.freeze({ sequence, kind, text, styles, cut, isComplete: true });
    entry.bytes = LINE_BYTES + 2 * text.length + RANGE_BYTES * styles.length;
    this.#bytes += entry.bytes;
    while (this.#bytes > this.#maxBytes && this.length > 1) this.#drop();
  }

  #drop(): void {
    const entry = this.#entries.shift();
    if (!entry) return;
    this.#dropped++;
    this.#bytes -= entry.bytes;
    if (!entry.open) return;
    const { source } = entry.open;
    source.stream.forgetLine();
    source.entry = undefined;
  }

  #tell(): void {
    this.#listeners.emit('change', undefined);
  }
}

/** As it stands: complete lines have theirs. */
function lineOf({ sequence, kind, open, line }: Entry): TerminalLine | undefined {
  if (line || !open) return line;
  const { text, styles, cut } = open.builder;
  return Object.freeze({ sequence, kind, text, styles, cut, isComplete: false });
}

/** A part of a text keeps all of it in memory, and a joined text its pieces. This one stands alone. */
function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
