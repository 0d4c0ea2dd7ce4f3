import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../../js-glue/core/asciiBytes.ts';
import { asciiBytes } from '../../../scripts/build/asciiBytes.mjs';

const wasm = new Uint8Array(readFileSync('dist/core.wasm'));
const cases: [string, Uint8Array][] = [
  ['none', new Uint8Array()],
  ['every byte', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
  ['rare bytes only', Uint8Array.from({ length: 999 }, (_, index) => 255 - (index % 7))],
  ['characters that need care', new TextEncoder().encode(`</script><!-- '"\`$\{x}\\ {|} \u2028`)],
  ['the core', wasm],
];

describe('asciiBytes', () => {
  it.each(cases)('come back as they were: %s', (_what, bytes) => {
    expect(bytesOf(asciiBytes(bytes))).toEqual(bytes);
  });

  it.each(cases)('need no escape in any literal, nor in a page: %s', (_what, bytes) => {
    const { codes, text } = asciiBytes(bytes);
    expect(codes + text).toMatch(/^[ -~]*$/);
    expect(codes + text).not.toMatch(/['"`$\\<]/);
  });

  it('of the core compress within a twentieth as well as the core does', () => {
    const { codes, text } = asciiBytes(wasm);
    const size = (content: string | Uint8Array) => brotliCompressSync(content).length;
    expect(size(codes + text)).toBeLessThan(size(wasm) * 1.05);
  });
});
