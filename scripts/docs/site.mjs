import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { runStale } from '../build/steps.mjs';
import { exclusively } from '../lib/lock.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { checkSite } from './links.mjs';
import { reference } from './reference.mjs';

/** Of C++, from the comments of the headers. */
const headers = {
  title: 'reference of C++',
  inputs: ['src', 'web/docs/Doxyfile', 'web/docs/cpp.css'],
  outputs: ['build/docs-cpp/index.html'],
  async run() {
    rmSync(at('build/docs-cpp'), { recursive: true, force: true });
    mkdirSync(at('build/docs-cpp'), { recursive: true });
    await run('doxygen', ['web/docs/Doxyfile']);
  },
};

/** The pages, where they lie in the repository, and the references beside them. */
const site = {
  title: 'site',
  inputs: [
    ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'THIRD_PARTY_NOTICES.md', 'LICENSE'],
    ...['docs', 'bench/RESULTS.md', 'bench/plots', 'tests/consumers/README.md', 'src/wire/catalog/README.md'],
    ...['web/server', 'web/server-fastapi/README.md', 'web/docs', 'build/docs-cpp', 'scripts/docs'],
  ],
  outputs: ['build/docs/index.html'],
  async run() {
    rmSync(at('build/docs-files'), { recursive: true, force: true });
    await run(process.execPath, [
      at('web/docs/node_modules/vitepress/bin/vitepress.js'),
      'build',
      'web/docs',
    ]);
    cpSync(at('web/app/public/icon.svg'), at('build/docs/icon.svg'));
    cpSync(at('build/docs-files'), at('build/docs'), { recursive: true });
    cpSync(at('build/docs-cpp'), at('build/docs/cpp'), { recursive: true });
    checkSite(at('build/docs'));
  },
};

/** Makes build/docs, or leaves it where nothing has changed. */
export const buildSite = () =>
  exclusively(async () => {
    for (const step of [reference, headers, site]) await runStale(step);
  });
