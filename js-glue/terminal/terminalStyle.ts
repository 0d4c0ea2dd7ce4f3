/** A colour: one of the 16 of the palette, by its number from 0, which the style sheet decides; else `#rrggbb`. */
export type TerminalColor = number | `#${string}`;

/** How characters look (ECMA-48 section 8.3.117). Frozen; what is left out is as usual. */
export interface TerminalStyle {
  readonly foreground?: TerminalColor | undefined;
  readonly background?: TerminalColor | undefined;
  readonly isBold?: boolean | undefined;
  readonly isDim?: boolean | undefined;
  readonly isItalic?: boolean | undefined;
  readonly isUnderlined?: boolean | undefined;
  readonly isInverse?: boolean | undefined;
}

export const plainStyle: TerminalStyle = Object.freeze({});

/** What a code changes. Those that are missing here, such as blinking, change nothing. */
const changes: Readonly<Record<number, TerminalStyle>> = {
  1: { isBold: true },
  2: { isDim: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
  7: { isInverse: true },
  21: { isUnderlined: true },
  22: { isBold: undefined, isDim: undefined },
  23: { isItalic: undefined },
  24: { isUnderlined: undefined },
  27: { isInverse: undefined },
  39: { foreground: undefined },
  49: { background: undefined },
};

/** Codes that a colour in another notation follows. That of underlines (58) is read, so that it is not taken for codes. */
const colorTargets: Readonly<Record<number, 'foreground' | 'background' | 'underline'>> = {
  38: 'foreground',
  48: 'background',
  58: 'underline',
};

const keys = [
  'foreground',
  'background',
  'isBold',
  'isDim',
  'isItalic',
  'isUnderlined',
  'isInverse',
] as const satisfies readonly (keyof TerminalStyle)[];

/**
 * The style after `CSI … m`: the same object where it changes nothing.
 *
 * @param parameters Such as `1;38;5;208`, or with the colons of ITU T.416: `38:2::255:0:0`.
 */
export function selectGraphicRendition(style: TerminalStyle, parameters: string): TerminalStyle {
  const codes = parameters.split(';').map((each) => each.split(':').map(Number));
  let next = style;
  for (let index = 0; index < codes.length; index++) {
    const [code = 0, ...rest] = codes[index] ?? [];
    const target = colorTargets[code];
    if (target === undefined) {
      next = changed(next, code, rest);
      continue;
    }
    const hasColons = rest.length > 0;
    const following = codes.slice(index + 1, index + 5).map(([value = 0]) => value);
    const { color, count } = readColor(hasColons ? withoutColorSpace(rest) : following);
    if (color !== undefined && target !== 'underline') next = { ...next, [target]: color };
    if (!hasColons) index += count;
  }
  if (keys.every((key) => next[key] === style[key])) return style;
  return keys.every((key) => next[key] === undefined) ? plainStyle : Object.freeze(next);
}

function changed(style: TerminalStyle, code: number, [argument]: number[]): TerminalStyle {
  if (code === 0) return plainStyle;
  // `4:0` is no underline.
  if (code === 4 && argument === 0) return { ...style, isUnderlined: undefined };
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  return { ...style, ...changes[code] };
}

/** `2:<color space>:r:g:b` as `2:r:g:b`, which others write. */
function withoutColorSpace(values: number[]): number[] {
  return values[0] === 2 && values.length > 4 ? [2, ...values.slice(2)] : values;
}

/** Reads `5;n` or `2;r;g;b`, and says how many numbers that took. */
function readColor([notation, ...values]: number[]): { color?: TerminalColor | undefined; count: number } {
  if (notation === 5) return { color: indexedColor(values[0]), count: 2 };
  if (notation === 2) return { color: rgb(values[0], values[1], values[2]), count: 4 };
  return { count: 1 };
}

/** Of the 256: 16 of the palette, a cube of 6 by 6 by 6, and 24 greys. */
function indexedColor(index: number | undefined): TerminalColor | undefined {
  if (!isByte(index)) return undefined;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232);
    return rgb(grey, grey, grey);
  }
  const level = (place: number) => {
    const step = Math.floor((index - 16) / place) % 6;
    return step === 0 ? 0 : 55 + 40 * step;
  };
  return rgb(level(36), level(6), level(1));
}

function rgb(...parts: (number | undefined)[]): TerminalColor | undefined {
  if (!parts.every(isByte)) return undefined;
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function isByte(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value <= 255;
}
