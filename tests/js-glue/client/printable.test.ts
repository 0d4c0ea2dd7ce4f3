import { describe, expect, it } from 'vitest';
import { printable } from '../../../js-glue/client/printable.ts';

describe('printable', () => {
  it.each([
    ['plain é 😀', 'plain é 😀'],
    ['two\r\nlines', 'two\\r\\nlines'],
    ['\u001b[2J\u0000', '\\u001b[2J\\u0000'],
    ['\u007f\u009b31m', '\\u{7f}\\u{9b}31m'],
    ['\u202Egnp.exe\u2066', '\\u{202e}gnp.exe\\u{2066}'],
    ['\u200b\uFEFF\u{e0041}', '\\u{200b}\\u{feff}\\u{e0041}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['"\\', '\\"\\\\'],
    ['\ud800', '\\ud800'],
  ])('S14 writes %j as %s', (text, line) => {
    expect(printable(text, 100)).toBe(line);
  });

  it('S14 cuts what is too long', () => {
    expect(printable('x'.repeat(200), 123)).toBe('x'.repeat(123));
    expect(printable('a😀', 2)).toBe('a\\ud83d');
  });
});
