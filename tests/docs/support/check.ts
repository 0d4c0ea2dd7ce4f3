import type { Block } from './blocks.ts';
import type { Fault } from './documents.ts';
import { cppFaults, cssFaults, jsonFaults, pythonFaults, shellFaults } from './programs.ts';
import { typed, typeFaults, type TypedBlock } from './typescript.ts';
import { markupFaults, scriptOf, scriptsOf, vueFaults } from './vue.ts';

type Checker = (block: Block) => Fault[] | Promise<Fault[]>;

/** By language. What is here and in `types` is all that a page may hold. */
const checkers: Readonly<Record<string, Checker>> = {
  vue: vueFaults,
  html: markupFaults,
  sh: shellFaults,
  json: jsonFaults,
  css: cssFaults,
  cpp: cppFaults,
  python: pythonFaults,
  // Diagrams, and what a program prints.
  text: () => [],
};

/** What of a block the compiler of types sees. */
const types: Readonly<Record<string, (block: Block) => TypedBlock[]>> = {
  ts: (block) => [typed(block)],
  tsx: (block) => [typed(block)],
  js: (block) => [typed(block)],
  vue: (block) => [scriptOf(block)],
  html: scriptsOf,
};

/** Compiles or parses every block, all of TypeScript's and JavaScript's at once. */
export async function faultsOfBlocks(blocks: readonly Block[]): Promise<Fault[]> {
  const faults = await Promise.all(blocks.map(async (block) => checked(block)));
  return [...typeFaults(blocks.flatMap((block) => types[block.language]?.(block) ?? [])), ...faults.flat()];
}

function checked(block: Block): Fault[] | Promise<Fault[]> {
  const { path, line, language } = block;
  const check = checkers[language];
  if (check) return check(block);
  if (Object.hasOwn(types, language)) return [];
  const known = [...new Set([...Object.keys(types), ...Object.keys(checkers)])].join(', ');
  return [{ path, line, text: `no test reads blocks of "${language}": there are ${known}` }];
}
