import { describe, expect, it } from 'vitest';
import { utf8Length } from '../../../js-glue/core/utf8Length.ts';

describe('utf8Length', () => {
  it.each([
    '',
    'plain',
    '\0\x7f\x80\u07ff\u0800\ud7ff\ue000\uffff',
    '\ufeffmark',
    'Gr\u00fc\u00dfe \u{1f600}\u{10ffff}',
    '\ud83d',
    '\ude00\ud83d',
    '\ud83d\ud83d\ude00',
    '\ud83dx',
    'long '.repeat(10_000),
    `${'x'.repeat(16 * 1024 - 1)}\u{1f600}${'\u20ac'.repeat(50_000)}`,
  ])('B14 B15 is what an encoder writes: %j', (text) => {
    expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
  });
});
