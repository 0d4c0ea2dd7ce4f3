/** Small pseudo-random numbers that are the same in every run. */
function* dice(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

const PLANES = 17;
const edges = [
  '',
  '\u0000',
  '\uFEFF',
  '\uFEFF{}',
  'a\u0000b',
  '\uD800',
  '\uDC00x',
  'a\uD83D',
  '\u2028\u2029',
  '\uFFFF',
];
/** Around the borders of WebSocket's length fields (RFC 6455 section 5.2). */
const sizes = [0, 1, 2, 124, 125, 126, 127, 128, 300];
const MiB = 1024 * 1024;

/** A text of exactly so many bytes of UTF-8, with characters of one plane. */
export function textOfBytes(size: number, plane: number, roll: () => number): string {
  const parts: string[] = [];
  let left = size;
  const width = plane === 0 ? 3 : 4;
  while (left >= width && parts.length < 64) {
    let code = plane * 0x10000 + Math.floor(roll() * 0x10000);
    if (plane === 0 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) code = 0x4e00;
    parts.push(String.fromCodePoint(code));
    left -= width;
  }
  const head = parts.join('');
  const again = parts.length === 0 ? 0 : Math.floor(left / (parts.length * width));
  left -= again * parts.length * width;
  return head + head.repeat(again) + 'x'.repeat(left);
}

/** So many different texts: every plane, U+0000, byte order marks, lone surrogates, from nothing to 1 MiB. */
export function strangeTexts(count: number): string[] {
  const rolls = dice(1);
  const roll = () => rolls.next().value;
  return Array.from({ length: count }, (_, n) => {
    const edge = edges[n % 50];
    if (edge !== undefined) return edge;
    const size = n % 1000 === 999 ? MiB : n % 100 === 60 ? 65_535 + (n % 3) : sizes[n % sizes.length]!;
    return textOfBytes(size, n % PLANES, roll);
  });
}

/** What arrives of a text: a lone surrogate is no character, and becomes U+FFFD. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
