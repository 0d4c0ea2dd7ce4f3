import { afterEach, expect, it, vi } from 'vitest';

/** Without random numbers that a test before has fetched. */
async function freshUuid(): Promise<() => string> {
  vi.resetModules();
  return (await import('../../../js-glue/client/uuid.ts')).uuid;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const version4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

it('S4.114 makes UUIDs of version 4, each another', async () => {
  const uuid = await freshUuid();
  const made = Array.from({ length: 10_000 }, () => uuid());
  expect(made.filter((each) => !version4.test(each))).toEqual([]);
  expect(new Set(made).size).toBe(made.length);
});

it.each([
  [0x0000, '00000000-0000-4000-8000-000000000000'],
  [0xffff, 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
])('S20 makes them of nothing but random bytes: %i', async (word, expected) => {
  vi.stubGlobal('crypto', { getRandomValues: (words: Uint16Array) => words.fill(word) });
  const uuid = await freshUuid();
  expect(uuid()).toBe(expected);
});

it('W51 does without crypto.randomUUID, which http: pages do not have', async () => {
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  vi.stubGlobal('crypto', { getRandomValues });
  expect((await freshUuid())()).toMatch(version4);
});
