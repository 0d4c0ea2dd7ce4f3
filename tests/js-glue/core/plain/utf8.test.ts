import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ownDecoder,
  ownEncoder,
  ownStrictDecoder,
  utf8Decoder,
} from '../../../../js-glue/core/plain/utf8.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const texts = {
  nothing: '',
  ASCII: 'a\0~\x7f',
  'two, three and four bytes': '\x80\u07ff\u0800\uffff\u{10000}\u{10ffff}',
  'a byte order mark': '\ufeffa',
  'halves of pairs': 'a\ud800b\udc00\ud83d\ud83d\ude00',
  'a long text': 'caf\u00e9 \u{1f600} '.repeat(2000),
};

afterEach(() => vi.unstubAllGlobals());

describe('S3.1 UTF-8 where the platform has none', () => {
  it.each(Object.entries(texts))('B15 B17 is what the standard says for %s', (_name, text) => {
    const bytes = encoder.encode(text);
    expect(ownEncoder.encode(text)).toEqual(bytes);
    expect(ownDecoder.decode(bytes)).toBe(decoder.decode(bytes));
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('stops before what does not fit into %i bytes', (size) => {
    const text = 'a\u00e9\u{1f600}b';
    const [own, others] = [new Uint8Array(size), new Uint8Array(size)];
    expect(ownEncoder.encodeInto(text, own)).toEqual(encoder.encodeInto(text, others));
    expect(own).toEqual(others);
  });

  it('B15 refuses what the standard refuses, and nothing else', () => {
    const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
    const verdict = (using: Pick<TextDecoder, 'decode'>, bytes: Uint8Array) => {
      try {
        return using.decode(bytes);
      } catch {
        return 'refused';
      }
    };
    const bytes = [0x00, 0x61, 0x7f, 0x80, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff];
    const three = bytes.flatMap((one) => bytes.flatMap((two) => bytes.map((last) => [one, two, last])));
    const samples = [...three, ...three.map((each) => [...each, 0x80]), ...bytes.map((each) => [each]), []];
    for (const sample of samples) {
      const given = Uint8Array.from(sample);
      expect(verdict(ownStrictDecoder, given), sample.join()).toBe(verdict(strict, given));
    }
  });

  it('is used there, and only there', async () => {
    expect(utf8Decoder()).toBeInstanceOf(TextDecoder);
    vi.stubGlobal('TextDecoder', undefined);
    vi.stubGlobal('TextEncoder', undefined);
    vi.resetModules();
    const fresh = await import('../../../../js-glue/core/plain/utf8.ts');
    expect(fresh.utf8Decoder()).toBe(fresh.ownDecoder);
    expect(fresh.utf8Decoder(true)).toBe(fresh.ownStrictDecoder);
    expect(fresh.utf8Encoder()).toBe(fresh.ownEncoder);
  });
});
