const PREFIXES = ['{', '|', '}'];

/** Printable, never escaped in any kind of literal, and no part of a `<script>` or `<!--` in a page. */
const SINGLES = Array.from({ length: 122 - 31 }, (_, index) => String.fromCharCode(32 + index)).filter(
  (character) => !`'"\`$\\<`.includes(character),
);

/**
 * Bytes as text for js-glue/core/asciiBytes.ts: the bytes that are frequent are one character each, the others two. No
 * character needs an escape, whatever minifier or character set the text goes through, and bytes stay apart, so that a
 * server's compression does to the text almost what it does to the bytes; base64 costs a quarter more.
 */
export function asciiBytes(bytes) {
  const count = new Array(256).fill(0);
  for (const byte of bytes) count[byte]++;
  const byFrequency = count.map((_, byte) => byte).sort((one, other) => count[other] - count[one] || one - other);
  const frequent = byFrequency.slice(0, SINGLES.length);

  // Bytes that are such a character stand for themselves: texts stay readable, and compress as texts.
  const isOwn = (byte) => SINGLES.includes(String.fromCharCode(byte));
  const free = SINGLES.filter((character) => !frequent.includes(character.charCodeAt(0)));
  const codes = new Array(256);
  for (const byte of frequent.filter(isOwn)) codes[byte] = String.fromCharCode(byte);
  for (const byte of frequent.filter((byte) => !isOwn(byte)).sort((a, b) => a - b)) codes[byte] = free.shift();
  const pairs = PREFIXES.flatMap((prefix) => SINGLES.map((character) => prefix + character));
  for (let byte = 0; byte < 256; byte++) codes[byte] ??= pairs.shift();

  return { codes: codes.join(''), text: Array.from(bytes, (byte) => codes[byte]).join('') };
}
