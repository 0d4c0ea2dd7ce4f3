import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { digest, discard, isStamped, stamp } from '../lib/stamp.mjs';

const folder = at('.toolchain', 'headers');
const file = join(folder, '.stamp');
const key = () => digest([fileURLToPath(import.meta.url)]);

/** nlohmann/json headers and the Catch2 source. cmake/dependencies.cmake says how to use others. */
export const headers = (debian) => ({
  title: 'nlohmann/json, Catch2',
  isFresh: () => (process.env.CHATWIRE_NLOHMANN && process.env.CHATWIRE_CATCH2) || isStamped(file, key()),
  async run() {
    const part = `${folder}.part`;
    discard(part);
    mkdirSync(join(part, 'deb'), { recursive: true });
    const apt = await debian();
    const debs = await apt.packages(['nlohmann-json3-dev']);
    const deb = debs.find((path) => path.includes('nlohmann-json3-dev'));
    await run('dpkg-deb', ['-x', deb, join(part, 'deb')]);
    mkdirSync(join(part, 'nlohmann'));
    renameSync(join(part, 'deb/usr/include/nlohmann'), join(part, 'nlohmann/nlohmann'));
    await apt.source('catch2', join(part, 'catch2'));
    rmSync(join(part, 'deb'), { recursive: true });
    discard(folder);
    renameSync(part, folder);
    stamp(file, key());
  },
});
