import type { Document, Fault } from './documents.ts';

/** A fenced block of a page. */
export interface Block {
  path: string;
  /** Of its first line of code, in the page. */
  line: number;
  /** The first word behind the fence: `ts`. */
  language: string;
  /** Its file's name, where the fence has one: `ts [main.ts]`. Blocks of one page import each other by these. */
  name: string | undefined;
  code: string;
  /** What the page takes for granted: code in a comment `<!-- given ... -->` before the block. Readers do not see it. */
  given: Part | undefined;
}

export interface Part {
  line: number;
  code: string;
}

// The indentation is that of a fence in a list.
const fence = /^( *)```([^\n]*)\n([^]*?)^\1```$/gm;
const givenBefore = /<!-- given\n((?:(?!-->)[^])*)\n-->\n+ *$/;

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

export function blocksOf({ path, text }: Document): Block[] {
  return [...text.matchAll(fence)].map((match) => {
    const [, indentation = '', info = '', code = ''] = match;
    const [, language = '', name] = /^(\S*)(?: \[(.+)\])?/.exec(info) ?? [];
    const before = text.slice(0, match.index);
    const given = givenBefore.exec(before);
    return {
      path,
      line: lineAt(text, match.index) + 1,
      language,
      name,
      code: code.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
      given: given ? { line: lineAt(before, given.index) + 1, code: given[1] ?? '' } : undefined,
    };
  });
}

/** Code that is only indented: it has no language, so nothing would look at it. */
export function unfencedCode({ path, text }: Document): Fault[] {
  const prose = text.replaceAll(fence, (block) => block.replaceAll(/[^\n]/g, '.'));
  return [...prose.matchAll(/\n\n {4,}(?![-*\d])\S/g)].map(({ index }) => ({
    path,
    line: lineAt(prose, index) + 2,
    text: 'indented code wants a fence, with a language',
  }));
}

/** Code that stands in the very lines of its page: so a checker's lines are those of the page. */
export function inItsLines(...parts: (Part | undefined)[]): string {
  let text = '';
  for (const part of parts) {
    if (!part) continue;
    const missing = part.line - text.split('\n').length;
    text += '\n'.repeat(missing) + part.code;
  }
  return text;
}
