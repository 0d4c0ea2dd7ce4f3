import { readFileSync } from 'node:fs';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';

export const outdated = 'Bring tests/mutants up to date with the code.';

/**
 * The text of the mutant's file with the fault in it. Each place is searched for exactly: when the code has changed, the
 * mutant must change with it.
 */
export function mutated({ name, file, changes }) {
  let text = readFileSync(at(file), 'utf8');
  for (const [search, replace] of changes) {
    const found = text.split(search).length - 1;
    if (found !== 1) {
      throw new Failure(
        `mutant "${name}": found ${found} times in ${file}, instead of once:\n${search}`,
        outdated,
      );
    }
    text = text.replace(search, () => replace);
  }
  return text;
}

/** Where what is made of it lies. */
export const roomOf = ({ name }) => at('build/mutants', name.replaceAll(/\W+/g, '-'));

/** Throws if a name is used twice, or a text is not found: all of them at once. */
export function checkMutants(mutants) {
  const names = mutants.map(({ name }) => name);
  const wrong = names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `two mutants are called "${name}"`);
  for (const mutant of mutants) {
    try {
      mutated(mutant);
    } catch (error) {
      wrong.push(error.message);
    }
  }
  if (wrong.length > 0) throw new Failure(wrong.join('\n\n'), outdated);
}
