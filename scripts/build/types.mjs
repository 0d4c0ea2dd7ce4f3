import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { filesIn } from '../lib/stamp.mjs';

const isDeclaration = (path) => /\.d\.[mc]?ts$/.test(path);

/** dist/*.d.ts for import and, with the same content, dist/*.d.cts for require. */
export const types = {
  title: 'types',
  inputs: ['js-glue', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/build/types.mjs'],
  outputs: ['dist/index.d.ts', 'dist/index.d.cts'],
  async run() {
    for (const file of filesIn([at('dist')], isDeclaration)) rmSync(file);
    await run('tsc', ['-p', 'tsconfig.build.json']);
    // tsc leaves declarations that were written by others where they are.
    for (const file of filesIn([at('js-glue')], isDeclaration)) {
      const copy = at('dist', relative(at('js-glue'), file));
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(file, copy);
    }
    for (const file of filesIn([at('dist')], isDeclaration)) {
      const text = readFileSync(file, 'utf8');
      // A type file for require must not lead into one for import: TypeScript would see an ES module there.
      writeFileSync(file.replace(/\.d\.m?ts$/, '.d.cts'), rewrite(file, text, () => '.cjs'));
      writeFileSync(file, rewrite(file, text, (extension) => extension));
    }
  },
};

/** Spells relative imports out, as Node's resolution wants them: './x' and './x.ts' become './x.js'. */
function rewrite(file, text, extensionFor) {
  return text.replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.[^'"]*)\2/g, (_, before, quote, specifier) => {
    const [, path, extension = ''] = /^(.*?)(\.[mc]?[jt]sx?)?$/.exec(specifier);
    const isFolder = extension === '' && existsSync(resolve(dirname(file), path, 'index.d.ts'));
    return `${before}${quote}${path}${isFolder ? '/index' : ''}${extensionFor(/^\.m/.test(extension) ? '.mjs' : '.js')}${quote}`;
  });
}
