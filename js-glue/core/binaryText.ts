import { utf8Decoder } from './utf8.ts';

/**
 * Reads the texts in binary frames, where those hold JSON as UTF-8. What is no UTF-8 gives a text that is no JSON either: it
 * begins with U+FFFD, and has one for each byte that fits nowhere.
 */
export function binaryReader(): (buffer: ArrayBuffer) => string {
  const strict = utf8Decoder(true);
  return (buffer) => {
    const bytes = new Uint8Array(buffer);
    try {
      return strict.decode(bytes);
    } catch {
      return `\ufffd${utf8Decoder().decode(bytes)}`;
    }
  };
}
