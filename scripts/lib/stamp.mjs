import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';

/** Every file below the given files and folders, sorted; what is missing is left out. */
export function filesIn(paths, wanted = () => true) {
  return paths.flatMap((path) => {
    if (!existsSync(path)) return [];
    if (statSync(path).isFile()) return wanted(path) ? [path] : [];
    const names = readdirSync(path)
      .filter((name) => name !== 'node_modules')
      .sort();
    return filesIn(
      names.map((name) => join(path, name)),
      wanted,
    );
  });
}

/**
 * One hash over the contents of files and folders and over plain facts (versions, flags). The same in every checkout, so
 * that several may share one toolchain.
 */
export function digest(paths, facts = []) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const file of filesIn(paths)) hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Whether the work that `key` stands for was finished: written last, so an interrupted step is not fresh. */
export const isStamped = (file, key) => existsSync(file) && readFileSync(file, 'utf8') === key;

export function stamp(file, key) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, key);
}

/** Removes a half-made folder, even if a program that was interrupted still writes its last file into it. */
export const discard = (folder) =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
