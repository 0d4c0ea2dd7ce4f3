interface Platform {
  TextEncoder?: typeof TextEncoder;
  TextDecoder?: typeof TextDecoder;
}

/** What the core needs of an encoder. */
type Encoder = Pick<TextEncoder, 'encode' | 'encodeInto'>;
type Decoder = Pick<TextDecoder, 'decode'>;

const REPLACEMENT = 0xfffd;
const UNITS_AT_ONCE = 4096;

let encoder: Encoder | undefined;

/** The platform's or, since older React Native has none, our own. */
export function utf8Encoder(): Encoder {
  const { TextEncoder: Platforms } = globalThis as Platform;
  return (encoder ??= Platforms ? new Platforms() : ownEncoder);
}

/** A leading U+FEFF is text like any other (B17). `fatal`: it throws where bytes are no UTF-8. */
export function utf8Decoder(fatal = false): Decoder {
  const { TextDecoder: Platforms } = globalThis as Platform;
  if (Platforms) return new Platforms('utf-8', { ignoreBOM: true, fatal });
  return fatal ? ownStrictDecoder : ownDecoder;
}

/** Half a surrogate pair becomes U+FFFD, as by the standard. */
export const ownEncoder: Encoder = {
  encode(text = '') {
    const bytes = new Uint8Array(text.length * 3);
    return bytes.slice(0, ownEncoder.encodeInto(text, bytes).written);
  },

  encodeInto(text, bytes) {
    let read = 0;
    let written = 0;
    while (read < text.length) {
      const point = text.codePointAt(read) ?? 0;
      const isHalf = point >= 0xd800 && point < 0xe000;
      const size = sizeOf(isHalf ? REPLACEMENT : point);
      if (written + size > bytes.length) break;
      writePoint(isHalf ? REPLACEMENT : point, size, bytes, written);
      written += size;
      read += point > 0xffff ? 2 : 1;
    }
    return { read, written };
  },
};

function sizeOf(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

/** RFC 3629, section 3. */
function writePoint(point: number, size: number, bytes: Uint8Array, at: number): void {
  if (size === 1) {
    bytes[at] = point;
    return;
  }
  let rest = point;
  for (let index = at + size - 1; index > at; index--) {
    bytes[index] = 0x80 | (rest & 0x3f);
    rest >>= 6;
  }
  bytes[at] = ((0xf00 >> size) & 0xff) | rest;
}

/** For what comes from outside. A text is written in one way only: bytes of another one are no UTF-8. */
export const ownStrictDecoder: Decoder = {
  decode(source) {
    const bytes = source as Uint8Array;
    const text = ownDecoder.decode(bytes);
    const again = ownEncoder.encode(text);
    if (again.length !== bytes.length || again.some((byte, at) => byte !== bytes[at])) {
      throw new TypeError('These bytes are no UTF-8');
    }
    return text;
  },
};

/** For what the core wrote itself, which is UTF-8 without a fault; of other bytes it makes some text. */
export const ownDecoder: Decoder = {
  decode(source) {
    const bytes = source as Uint8Array;
    let text = '';
    let units: number[] = [];
    for (let at = 0; at < bytes.length;) {
      const lead = bytes[at++] ?? 0;
      let more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      let point = more === 0 ? lead : lead & (0x3f >> more);
      while (more-- > 0) point = (point << 6) | ((bytes[at++] ?? 0) & 0x3f);
      if (point > 0xffff) {
        units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
      } else {
        units.push(point);
      }
      if (units.length >= UNITS_AT_ONCE) {
        text += String.fromCharCode(...units);
        units = [];
      }
    }
    return text + String.fromCharCode(...units);
  },
};
