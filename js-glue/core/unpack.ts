/** How several messages stand in one frame: in a JSON array, or one per line. */
export type BatchForm = 'array' | 'lines';

/**
 * The texts of the messages in a frame, in their order; nothing where it holds one message alone, or is no such batch: then
 * it is judged as a whole. The texts are not proven to be JSON, only cut where JSON would be.
 */
export function unpack(text: string, form: BatchForm): string[] | undefined {
  return form === 'lines' ? lines(text) : elements(text);
}

function lines(text: string): string[] | undefined {
  if (!text.includes('\n')) return undefined;
  const found = text.split('\n').filter((line) => !BLANK.test(line));
  return found.length > 0 ? found : undefined;
}

const BLANK = /^[ \t\r\n]*$/;
const OPENING = /^[ \t\r\n]*\[/;
const CLOSING = /\][ \t\r\n]*$/;

const [QUOTE, COMMA, BACKSLASH] = [34, 44, 92];
// `[` and `{`, `]` and `}` differ in one bit.
const OPENS = 0x7b;
const CLOSES = 0x7d;
const BRACE_BIT = 0x20;

function elements(text: string): string[] | undefined {
  const begin = OPENING.exec(text)?.[0].length;
  const end = CLOSING.exec(text)?.index;
  if (begin === undefined || end === undefined || end < begin || BLANK.test(text.slice(begin, end)))
    return undefined;
  const found: string[] = [];
  let from = begin;
  let depth = 0;
  for (let at = begin; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      at = closingQuote(text, at, end);
      if (at < 0) return undefined;
    } else if ((unit | BRACE_BIT) === OPENS) {
      depth++;
    } else if ((unit | BRACE_BIT) === CLOSES) {
      if (--depth < 0) return undefined;
    } else if (unit === COMMA && depth === 0) {
      found.push(text.slice(from, at));
      from = at + 1;
    }
  }
  if (depth !== 0) return undefined;
  found.push(text.slice(from, end));
  return found;
}

/** Where the text ends that begins at `from`; -1 where it does not. */
function closingQuote(text: string, from: number, end: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0 && at < end; at = text.indexOf('"', at + 1)) {
    let run = at;
    while (text.charCodeAt(run - 1) === BACKSLASH) run--;
    if ((at - run) % 2 === 0) return at;
  }
  return -1;
}
