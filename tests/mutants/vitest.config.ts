// The tests of js-glue, with one of its modules served with a fault in it: scripts/mutants/glue.mjs.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { alias } from '../../vitest.config.ts';

const { file, text } = JSON.parse(readFileSync(process.env['CHATWIRE_MUTANT'] ?? '', 'utf8')) as {
  file: string;
  text: string;
};

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: { alias },
  plugins: [{ name: 'mutant', enforce: 'pre', load: (id) => (id === file ? text : null) }],
  test: { include: ['tests/js-glue/**/*.test.{ts,tsx}'], testTimeout: 10_000 },
});
