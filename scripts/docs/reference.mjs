import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const folder = 'web/docs/api';

/** One Markdown page for each entry of the package, from the comments in the sources. What is not documented fails. */
export const reference = {
  title: 'reference of TypeScript',
  inputs: [
    'js-glue',
    'tsconfig.build.json',
    'web/docs/typedoc.json',
    'web/docs/package-lock.json',
    'scripts/docs',
  ],
  outputs: [`${folder}/index.md`],
  async run() {
    rmSync(at(folder), { recursive: true, force: true });
    await run(process.execPath, [
      at('web/docs/node_modules/typedoc/bin/typedoc'),
      '--options',
      at('web/docs/typedoc.json'),
    ]);
    for (const name of readdirSync(at(folder), { recursive: true })) rename(name);
  },
};

/** TypeDoc takes `chatwire/chat`, a module, for the namesake of `chat`, a profile of the module `chatwire`, and calls it `chat-1`. */
function rename(name) {
  if (!name.endsWith('.md')) return;
  const file = join(at(folder), name);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('-1.md', '.md'));
  renameSync(file, file.replace(/-1\.md$/, '.md'));
}
