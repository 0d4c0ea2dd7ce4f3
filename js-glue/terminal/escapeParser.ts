/** Who hears what is in a stream of a terminal. */
export interface TerminalSink {
  /** Characters to show: none of them is a control character. */
  print(text: string): void;
  newline(): void;
  carriageReturn(): void;
  backspace(): void;
  tab(): void;
  /** A control sequence such as `CSI 1;31 m`, without those that only a real terminal has a meaning for (`CSI ? 25 h`). */
  sequence(final: string, parameters: string): void;
}

/** Longer parameters are of no sequence that is known here. */
const MAX_PARAMETERS = 256;
/** A control string of more characters is taken for one that lost its end: what follows is shown. */
const MAX_STRING = 65_536;

const BELL = 0x07;
const BACKSPACE = 0x08;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const FORM_FEED = 0x0c;
const CARRIAGE_RETURN = 0x0d;
const CANCEL = 0x18;
const SUBSTITUTE = 0x1a;
const ESCAPE = 0x1b;
const DELETE = 0x7f;
const NEXT_LINE = 0x85;
const CONTROL_SEQUENCE = 0x9b;
const STRING_TERMINATOR = 0x9c;

/** What begins a control string, behind ESC; 0x40 more is the one character that means the same. DCS, SOS, OSC, PM, APC. */
const stringStarts = [0x50, 0x58, 0x5d, 0x5e, 0x5f];

type State = 'text' | 'escape' | 'sequence' | 'string';

/**
 * Takes a stream of text with control characters and escape sequences (ECMA-48) apart. It may be cut anywhere: what begins at
 * the end of a piece goes on with the next. Whatever it is given it throws nothing, and keeps at most a few hundred characters.
 *
 * Titles, links and other control strings are left out, with the sequences that it does not pass on. A newline ends whatever
 * has begun: text with a stray escape character in it loses a line at most.
 */
export class EscapeParser {
  readonly #sink: TerminalSink;
  #state: State = 'text';
  #parameters = '';
  #stringLength = 0;

  constructor(sink: TerminalSink) {
    this.#sink = sink;
  }

  write(text: string): void {
    for (let index = 0; index < text.length;) {
      if (this.#state === 'text') index = this.#print(text, index);
      else if (this.#take(text.charCodeAt(index))) index++;
    }
  }

  /** Prints up to the next control character, or takes that; gives back where to go on. */
  #print(text: string, start: number): number {
    let end = start;
    while (end < text.length && !isControl(text.charCodeAt(end))) end++;
    if (end > start) this.#sink.print(text.slice(start, end));
    if (end < text.length) this.#control(text.charCodeAt(end));
    return end + 1;
  }

  #control(code: number): void {
    if (code === ESCAPE) this.#state = 'escape';
    else if (code === CONTROL_SEQUENCE) this.#beginSequence();
    else if (stringStarts.includes(code - 0x40)) this.#beginString();
    else if (isNewline(code)) this.#sink.newline();
    else if (code === CARRIAGE_RETURN) this.#sink.carriageReturn();
    else if (code === BACKSPACE) this.#sink.backspace();
    else if (code === TAB) this.#sink.tab();
  }

  /** Takes a character of something that began with ESC or its like. False: it belongs to the text again, or begins anew. */
  #take(code: number): boolean {
    if (code === CANCEL || code === SUBSTITUTE) return this.#end();
    if (code === ESCAPE) {
      this.#state = 'escape';
      return true;
    }
    if (isNewline(code)) return !this.#end();
    if (this.#state === 'string') return this.#takeOfString(code);
    if (code < 0x20 || code > DELETE) return !this.#end();
    return this.#state === 'escape' ? this.#takeOfEscape(code) : this.#takeOfSequence(code);
  }

  #takeOfEscape(code: number): boolean {
    if (code === 0x5b) this.#beginSequence();
    else if (stringStarts.includes(code)) this.#beginString();
    // An intermediate character, such as the first of `ESC ( B`: its last is still to come.
    else if (code >= 0x30) this.#end();
    return true;
  }

  #takeOfSequence(code: number): boolean {
    if (code >= 0x40 && code < DELETE) {
      this.#end();
      if (/^[\d;:]*$/.test(this.#parameters))
        this.#sink.sequence(String.fromCharCode(code), this.#parameters);
    } else if (this.#parameters.length <= MAX_PARAMETERS) {
      // One that is too long is spoilt by a character that no known sequence has.
      this.#parameters += this.#parameters.length < MAX_PARAMETERS ? String.fromCharCode(code) : '?';
    }
    return true;
  }

  #takeOfString(code: number): boolean {
    if (code === BELL || code === STRING_TERMINATOR) return this.#end();
    return ++this.#stringLength <= MAX_STRING || !this.#end();
  }

  #beginSequence(): void {
    this.#state = 'sequence';
    this.#parameters = '';
  }

  #beginString(): void {
    this.#state = 'string';
    this.#stringLength = 0;
  }

  /** Always true, for its callers' sake. */
  #end(): boolean {
    this.#state = 'text';
    return true;
  }
}

/** Those of ASCII and of Latin-1, and the two separators of Unicode that break a line too. */
function isControl(code: number): boolean {
  return code < 0x20 || (code >= DELETE && code < 0xa0) || code === 0x2028 || code === 0x2029;
}

function isNewline(code: number): boolean {
  const isFeed = code >= LINE_FEED && code <= FORM_FEED;
  return isFeed || code === NEXT_LINE || code === 0x2028 || code === 0x2029;
}
