import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Where pages for readers are. Whole folders, so that no page is forgotten. */
const places = ['.', 'docs', 'docs/systems', 'bench', 'src/wire/catalog', 'tests/consumers'];
const backends = ['web/server', 'web/server-fastapi'];

export interface Document {
  /** From the repository's root. */
  path: string;
  text: string;
}

export const documentAt = (path: string): Document => ({ path, text: readFileSync(at(path), 'utf8') });

/** Every Markdown page of the repository. */
export function documents(): Document[] {
  return [...places, ...backends].flatMap((folder) =>
    readdirSync(at(folder))
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => documentAt(join(folder, name))),
  );
}

/** What is wrong on a page, and in which line of it. */
export interface Fault {
  path: string;
  line: number;
  text: string;
}

export const told = ({ path, line, text }: Fault): string => `${path}:${line}: ${text}`;
