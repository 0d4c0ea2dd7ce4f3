import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Utf8 from '../../../js-glue/core/utf8.ts';

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

const load = (): Promise<typeof Utf8> => import('../../../js-glue/core/utf8.ts');

describe('utf8', () => {
  it("takes Node's own where a test's DOM hides them, as Jest's jsdom does", async () => {
    vi.stubGlobal('TextEncoder', undefined);
    vi.stubGlobal('TextDecoder', undefined);
    const { utf8Encoder, utf8Decoder } = await load();
    const bytes = utf8Encoder().encode('\ufeffé😀');
    expect([...bytes]).toEqual([0xef, 0xbb, 0xbf, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]);
    expect(utf8Decoder().decode(bytes)).toBe('\ufeffé😀');
  });

  it('throws where there are none, when they are needed and not before', async () => {
    vi.stubGlobal('TextEncoder', undefined);
    vi.stubGlobal('process', undefined);
    const { utf8Encoder } = await load();
    expect(() => utf8Encoder()).toThrow(TypeError);
  });
});
