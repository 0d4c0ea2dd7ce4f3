const WORDS_EACH = 8;
/** Asking for random numbers costs more than all the rest, so they are fetched for so many UUIDs at a time. */
const MADE_AT_ONCE = 128;

let words: Uint16Array<ArrayBuffer> | undefined;
let used = 0;

/**
 * A random UUID (RFC 9562, version 4). `crypto.randomUUID` would be missing on `http:` pages (W51), and `Math.random` can be
 * guessed (S20).
 */
export function uuid(): string {
  if (!words || used === words.length) {
    words = crypto.getRandomValues(new Uint16Array(WORDS_EACH * MADE_AT_ONCE));
    used = 0;
  }
  const [a, b, c, d, e, f, g, h] = words.subarray(used, (used += WORDS_EACH));
  return `${hex(a)}${hex(b)}-${hex(c)}-${hex(d, 0x4000, 0x0fff)}-${hex(e, 0x8000, 0x3fff)}-${hex(f)}${hex(g)}${hex(h)}`;
}

/** Four digits; of the word only the bits of `mask`, beside `fixed` ones. */
function hex(word = 0, fixed = 0, mask = 0xffff): string {
  return ((word & mask) | fixed | 0x10000).toString(16).slice(1);
}
