import { describe, expect, it } from 'vitest';
import { blocksOf, unfencedCode } from './support/blocks.ts';
import { faultsOfBlocks } from './support/check.ts';
import { documentAt, documents, told } from './support/documents.ts';
import { linkFaults } from './support/links.ts';

const pages = documents();

describe('every page', () => {
  it('has code that compiles or parses, in every block', async () => {
    const blocks = pages.flatMap(blocksOf);
    expect(blocks.length).toBeGreaterThan(50);
    expect((await faultsOfBlocks(blocks)).map(told)).toEqual([]);
  });

  it('has no code without a language', () => {
    expect(pages.flatMap(unfencedCode).map(told)).toEqual([]);
  });

  it('has links that lead somewhere, down to the heading', () => {
    expect(pages.flatMap(linkFaults).map(told)).toEqual([]);
  });
});

describe('a wrong page', () => {
  const page = documentAt('tests/docs/fixtures/wrong.md');
  // Each fault is announced in the line before its block, or in its own line: "wrong: " and a part of what is told.
  const announced = page.text.split('\n').flatMap((line, index) => {
    const [, text] = /wrong: (.*?)(?: -->| \*\/|",|$)/.exec(line) ?? [];
    return text === undefined ? [] : [{ line: index + 1, text }];
  });

  it('is told with file, line and reason, for each language', async () => {
    const faults = [
      ...(await faultsOfBlocks(blocksOf(page))),
      ...linkFaults(page),
      ...unfencedCode(page),
    ].map(told);
    expect(announced.length).toBeGreaterThan(15);
    for (const { line, text } of announced)
      expect(faults).toContainEqual(
        expect.stringMatching(new RegExp(`^${page.path}:${line}: .*${text}`, 's')),
      );
    expect(faults).toHaveLength(announced.length);
  });
});
