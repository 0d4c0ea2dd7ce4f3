import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at, type Document, type Fault } from './documents.ts';

// Of images, too. An address with a scheme is not this repository's.
const link = /\]\(((?!\w+:)[^)\s]*)\)/g;
const heading = /^#{1,6} (.+)$/gm;

/** Links of a page to files that are not there, or to headings that those do not have. */
export function linkFaults({ path, text }: Document): Fault[] {
  const readable = withoutCode(text);
  return [...readable.matchAll(link)].flatMap(({ 1: target = '', index }) => {
    const fault = linkFault(path, target);
    return fault ? [{ path, line: readable.slice(0, index).split('\n').length, text: fault }] : [];
  });
}

function linkFault(path: string, target: string): string | undefined {
  const [file = '', anchor] = target.split('#');
  const goal = file === '' ? path : join(dirname(path), decodeURI(file));
  if (!existsSync(at(goal))) return `${target} leads to no file`;
  if (anchor === undefined || statSync(at(goal)).isDirectory()) return undefined;
  const anchors = anchorsOf(readFileSync(at(goal), 'utf8'));
  return anchors.includes(anchor) ? undefined : `${goal} has no heading for #${anchor}`;
}

/** The names under which headings can be reached, as GitHub makes them. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(text, '```').matchAll(heading)].map(([, title = '']) => {
    const slug = title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** Lines stay where they are. */
function withoutCode(text: string, quotes: '```' | 'all' = 'all'): string {
  const blank = (code: string): string => code.replaceAll(/[^\n]/g, ' ');
  const fences = text.replaceAll(/^( *)```[^]*?^\1```$/gm, blank);
  return quotes === 'all' ? fences.replaceAll(/(`+)[^`\n]+\1/g, blank) : fences;
}
