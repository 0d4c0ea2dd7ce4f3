// npm run reproducible: builds and packs the package once more, from nothing and in another folder, and compares every byte.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { buildPackage } from './build/steps.mjs';
import { pack } from './consumers/install.mjs';
import { Failure, command } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { timed } from './lib/progress.mjs';
import { run } from './lib/run.mjs';
import { filesIn } from './lib/stamp.mjs';
import { ensure } from './setup/ensure.mjs';

await command(async () => {
  await ensure();
  await buildPackage();
  const here = hashes(at(), await pack());
  const copy = mkdtempSync(join(tmpdir(), 'chatwire-built-elsewhere-'));
  try {
    await copySources(copy);
    await timed('build in another folder', () => run(process.execPath, ['scripts/build.mjs'], { cwd: copy }));
    const there = hashes(copy, await pack(copy));
    const paths = [...new Set([...here.keys(), ...there.keys()])];
    const different = paths.filter((path) => here.get(path) !== there.get(path));
    if (different.length > 0) throw new Failure(`not the same bytes twice: ${different.join(', ')}`);
    for (const path of ['dist/core.wasm', 'the tarball']) console.log(`sha256 ${here.get(path)} ${path}`);
    console.log(`the same bytes twice: ${here.size} files`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

/** What git knows or would add, and the tools by links: they are no part of the question. */
async function copySources(target) {
  const { output } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z']);
  for (const path of output.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(at(path), join(target, path));
  }
  for (const folder of ['node_modules', '.toolchain']) symlinkSync(at(folder), join(target, folder));
}

/** By path, the SHA-256 of each file of dist/, and of the tarball. */
function hashes(folder, tarball) {
  const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
  const files = filesIn([join(folder, 'dist')]);
  return new Map([
    ...files.map((file) => [relative(folder, file), hash(file)]),
    ['the tarball', hash(tarball)],
  ]);
}
