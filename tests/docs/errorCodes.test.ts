import { describe, expect, it } from 'vitest';
import { documentAt } from './support/documents.ts';

/** The codes that the types know. */
const union = /type ChatwireErrorCode =([^;]*);/.exec(documentAt('js-glue/client/errors.ts').text)?.[1] ?? '';
const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);

/** Those of the core, with the remedies that it has for them. */
const remedies = new Map(
  [...documentAt('src/base/error.cpp').text.matchAll(/return \{\s*"(\w+)",\s*((?:"[^"]*"\s*)+)\}/g)]
    .map(([, code = '', texts = '']) => [code, texts.replaceAll(/"\s*"|^"|"\s*$/g, '')] as const)
    .filter(([code]) => code !== 'NONE' && code !== 'UNKNOWN'),
);

const page = documentAt('docs/TROUBLESHOOTING.md').text;
const sections = new Map(
  [...page.matchAll(/^### (.+)\n([^]*?)(?=^##|(?![^]))/gm)].map(([, code = '', text = '']) => [code, text]),
);

describe('the page of error codes', () => {
  it('has a section for each code, and none for what is no code', () => {
    expect(codes.length).toBeGreaterThan(25);
    expect([...sections.keys()].sort()).toEqual([...codes].sort());
  });

  it('says of each what it means, its usual causes and its remedy', () => {
    for (const [code, text] of sections)
      expect(text, code).toMatch(/^\n\S.*\n\nUsual causes: \S.*\n\nRemedy: \S.*\n/);
  });

  it('has the very remedy that the core gives', () => {
    expect(remedies.size).toBeGreaterThan(20);
    for (const [code, remedy] of remedies)
      expect(sections.get(code), code).toContain(`\nRemedy: ${remedy}\n`);
  });
});

it('the core has no code that the types do not know', () => {
  expect(codes).toEqual(expect.arrayContaining([...remedies.keys()]));
});
