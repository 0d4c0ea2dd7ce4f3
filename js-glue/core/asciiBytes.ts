/** Bytes as printable ASCII text. Made by scripts/build/asciiBytes.mjs, which says why. */
export interface AsciiBytes {
  /** The codes of the bytes 0 to 255, one behind the other. */
  readonly codes: string;
  readonly text: string;
}

/** A code is a character, or one of `{|}` and a character. */
const FIRST_PREFIX = 123;
const LAST_PREFIX = 125;

export function bytesOf({ codes, text }: AsciiBytes): Uint8Array<ArrayBuffer> {
  const byteOf = new Uint8Array(512);
  let byte = 0;
  walk(codes, (code) => (byteOf[code] = byte++));
  const bytes = new Uint8Array(text.length);
  let size = 0;
  walk(text, (code) => (bytes[size++] = byteOf[code] ?? 0));
  return bytes.slice(0, size);
}

/** Calls `take` for each code, as a number below 512. */
function walk(text: string, take: (code: number) => void): void {
  let prefix = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= FIRST_PREFIX && unit <= LAST_PREFIX) {
      prefix = (unit - FIRST_PREFIX + 1) * 128;
    } else {
      take(prefix + unit);
      prefix = 0;
    }
  }
}
