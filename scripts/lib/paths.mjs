import { delimiter, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const at = (...parts) => join(root, ...parts);

/** What every child process gets: our own npm tools (tsc, closure) first on PATH, whoever started us. */
export function environment() {
  const env = { ...process.env, PATH: [at('node_modules/.bin'), process.env.PATH].join(delimiter) };
  // The compiler starts Python hundreds of times; the system's own starts faster than a version manager's shim.
  if (!env.EMSDK_PYTHON && existsSync('/usr/bin/python3')) env.EMSDK_PYTHON = '/usr/bin/python3';
  return env;
}
