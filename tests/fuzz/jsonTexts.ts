import { Dice } from '../support/dice.ts';
import { wellFormed } from '../support/texts.ts';

const spaces = ['', '', '', '', ' ', '\n', '\t', '\r\n  '];
const strings = [
  ...['""', '"a"', '"chat"', '"chat"', '"a"', '"ping"', '"b"', '"type"', '"{\\"type\\":\\"a\\"}"'],
  ...['"}"', '"]],}"', '"\\\\"', '"\\\\\\""', '"é😀"', '"\\ud83d\\ude00"', '"\\ud800"', '"\\udc00x"'],
  ...['"\\u0000"', '"ch\\u0061t"', '"a\\/b"', '"\\b\\f\\n\\r\\t"', '",\\"type\\":"', '"\\u2028"', '"\uFEFF"'],
];
const numbers = ['0', '-0', '-1.5e+3', '0.1', '1e999', '-1e9999', '9007199254740993', '18446744073709551616'];
const literals = ['true', 'false', 'null'];
const typeKeys = ['"type"', '"type"', '"type"', '"t\\u0079pe"', '"\\u0074\\u0079\\u0070\\u0065"'];
const otherKeys = [
  '"id"',
  '"payload"',
  '"Type"',
  '"types"',
  '"typ"',
  '""',
  '"\\"type"',
  '"__proto__"',
  '"type\\\\"',
];
/** What does the most damage. */
const tokens = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '\\',
    '\\"',
    '\\u',
    '\\ud800',
    '0',
    '-',
    '.',
    'e',
    'tru',
    'NaN',
    "'",
  ],
  ...[
    '"type":',
    '"type":"a",',
    ',"type":"b"',
    '//x',
    '\u0000',
    '\uFEFF',
    '\u00a0',
    '\u2028',
    '\n',
    '{}',
    '[]',
  ],
];

/** Longer texts are shown to the core by their beginning first. */
const LONG = 1200;

/**
 * JSON texts as awkward as they come, two in five of them damaged. A seed gives the same texts in every run. They are
 * well-formed, as all that comes from a socket is; halves of surrogate pairs come as escapes.
 */
export class JsonTexts {
  readonly #dice: Dice;

  constructor(seed: number) {
    this.#dice = new Dice(seed);
  }

  next(): string {
    const dice = this.#dice;
    let text = this.#space() + (dice.chance(92) ? this.#object(0) : this.#value(1)) + this.#space();
    if (dice.chance(40)) for (let hits = 1 + dice.below(3); hits > 0; hits--) text = this.#damage(text);
    return wellFormed(text);
  }

  #space(): string {
    return this.#dice.oneOf(spaces);
  }

  #value(depth: number): string {
    const dice = this.#dice;
    switch (dice.below(depth < 4 ? 7 : 5)) {
      case 0:
        return dice.oneOf(numbers);
      case 1:
        return dice.oneOf(literals);
      case 5:
        return this.#object(depth);
      case 6:
        return this.#list('[', ']', () => this.#value(depth + 1));
      default:
        return dice.oneOf(strings);
    }
  }

  #object(depth: number): string {
    const padding = depth === 0 && this.#dice.chance(4) ? this.#dice.below(3) : -1;
    return this.#list('{', '}', (index) => {
      if (index === padding) return `"padding":"${'x'.repeat(LONG)}"`;
      const key = this.#dice.oneOf(this.#dice.chance(40) ? typeKeys : otherKeys);
      return key + this.#space() + ':' + this.#space() + this.#value(depth + 1);
    });
  }

  #list(open: string, close: string, item: (index: number) => string): string {
    const items = Array.from({ length: this.#dice.below(5) }, (_, index) => item(index) + this.#space());
    return open + this.#space() + items.join(',' + this.#space()) + close;
  }

  #damage(text: string): string {
    const dice = this.#dice;
    const at = dice.below(text.length + 1);
    const token = dice.oneOf(tokens);
    switch (dice.below(5)) {
      case 0:
        return text.slice(0, at) + token + text.slice(at);
      case 1:
        return text.slice(0, at) + token + text.slice(at + 1);
      case 2:
        return text.slice(0, at) + text.slice(at + 1 + dice.below(3));
      case 3:
        return text.slice(0, at);
      default:
        return text + (dice.chance(50) ? token : this.#object(1));
    }
  }
}
