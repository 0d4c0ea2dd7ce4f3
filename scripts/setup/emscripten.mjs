import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { digest, discard, isStamped, stamp } from '../lib/stamp.mjs';

const least = '3.1.69';
// A checkout may share another's toolchain by a link: what is unpacked there carries the path behind it.
const toolchain = at('.toolchain');
const folder = join(existsSync(toolchain) ? realpathSync(toolchain) : toolchain, 'emscripten');
const file = join(folder, '.stamp');
// The unpacked programs carry absolute paths, so a moved checkout unpacks anew.
const key = () => digest([fileURLToPath(import.meta.url)], [folder, process.execPath]);

/**
 * Emscripten: the one on PATH if it is new enough, else Debian 13's packages, unpacked without root. (Debian
 * 12's and Ubuntu 24.04's own is 3.1.6, whose embind cannot write TypeScript types.) cmake/emscripten.cmake
 * finds either.
 */
export const emscripten = (debian) => ({
  title: 'Emscripten 3.1.69',
  isFresh: () => isOnPath() || isStamped(file, key()),
  async run() {
    const part = `${folder}.part`;
    for (const path of [part, folder]) discard(path);
    mkdirSync(part, { recursive: true });
    const apt = await debian();
    await unpack(await apt.packages(['emscripten', 'patchelf']), part);
    await relink(part);
    prune(part);
    configure(part);
    renameSync(part, folder);
    const { output } = await run(join(folder, 'usr/share/emscripten/emcc'), ['--version']);
    if (!output.includes(least)) throw new Error(`unexpected compiler: ${output}`);
    stamp(file, key());
  },
});

function isOnPath() {
  for (const entry of (process.env.PATH ?? '').split(delimiter)) {
    if (!existsSync(join(entry, 'emcc'))) continue;
    const version = join(dirname(realpathSync(join(entry, 'emcc'))), 'emscripten-version.txt');
    return existsSync(version) && !isOlder(readFileSync(version, 'utf8').replace(/[^\d.]/g, ''), least);
  }
  return false;
}

function isOlder(version, than) {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}

/** Of the whole closure of dependencies only what the compiler itself loads: no libc headers, Node, Perl, GCC. */
async function unpack(debs, part) {
  const unused =
    /^(nodejs|node-(undici|llhttp|corepack)|tzdata|debconf|dpkg|tar_|linux-libc-dev|libc6-dev|libc-dev-bin|libstdc\+\+-\d+-dev|libgcc-\d+-dev|libobjc|binutils|libbinutils|lib(a|t|l|hwa|ub)san|libicu|python3|libpython3|perl|gcc-\d+-base|ccache)/;
  const queue = debs.filter((deb) => !unused.test(deb.split('/').pop()));
  const worker = async () => {
    for (let deb = queue.pop(); deb; deb = queue.pop()) await run('dpkg-deb', ['-x', deb, part]);
  };
  await Promise.all([worker(), worker()]);
}

/** The unpacked programs must load the unpacked libraries, not the host's older ones. */
async function relink(part) {
  const libraries = `usr/lib/${readdirSync(join(part, 'usr/lib')).find((name) => name.endsWith('-linux-gnu'))}`;
  const loader = `${libraries}/${readdirSync(join(part, libraries)).find((name) => name.startsWith('ld-linux'))}`;
  const llvm = llvmOf(part);
  const patch = (...args) =>
    run(join(part, loader), [
      '--library-path',
      join(part, libraries),
      join(part, 'usr/bin/patchelf'),
      ...args,
    ]);

  const names = readdirSync(join(part, libraries));
  const compilers = names
    .filter((name) => /^lib(LLVM|clang-cpp)[-.\d]*\.so/.test(name))
    .map((name) => join(part, libraries, name));
  for (const library of new Set(compilers.map((path) => realpathSync(path))))
    await patch('--remove-rpath', library);

  const needed =
    /^(clang(\+\+|-\d+)?|lld|wasm-ld|llvm-(ar|ranlib|nm|objcopy|strip|cxxfilt|symbolizer|addr2line|dwarfdump))$/;
  const bin = join(part, llvm, 'bin');
  for (const name of readdirSync(bin)) if (!needed.test(name)) rmSync(join(bin, name));
  const optimisers = readdirSync(join(part, 'usr/bin')).filter((name) => name.startsWith('wasm'));
  const programs = [
    ...readdirSync(bin).map((name) => join(bin, name)),
    ...optimisers.map((name) => join(part, 'usr/bin', name)),
  ];
  const searched = `${join(folder, libraries)}:${join(folder, llvm, 'lib')}`;
  for (const program of new Set(
    programs.filter((path) => existsSync(path)).map((path) => realpathSync(path)),
  )) {
    const { code } = await run('grep', ['-qc', '^.ELF', program], { allowed: true });
    if (code !== 0) continue;
    await patch('--set-interpreter', join(folder, loader), '--force-rpath', '--set-rpath', searched, program);
  }
}

/** Most of the size is variants that a single-threaded wasm32 build never links, and what only people read. */
function prune(part) {
  const emscripten = join(part, 'usr/share/emscripten');
  mkdirSync(join(emscripten, 'node_modules'), { recursive: true });
  // acorn is all that the compiler loads. Debian's @types beside it would break --emit-tsd.
  cpSync(join(part, 'usr/share/nodejs/acorn'), join(emscripten, 'node_modules/acorn'), {
    recursive: true,
    dereference: true,
  });
  const cache = join(emscripten, 'cache/sysroot/lib');
  const variants = ['pic', 'lto-pic', 'thinlto', 'thinlto-pic'].map((name) =>
    join(cache, 'wasm32-emscripten', name),
  );
  const texts = ['doc', 'man', 'nodejs', 'perl', 'locale'].map((name) => join(part, 'usr/share', name));
  for (const path of [join(cache, 'wasm64-emscripten'), join(emscripten, 'test'), ...variants, ...texts]) {
    rmSync(path, { recursive: true, force: true });
  }
  for (const sub of ['', 'lto']) {
    const libraries = join(cache, 'wasm32-emscripten', sub);
    for (const name of readdirSync(libraries)) if (/-(mt|ww).*\.a$/.test(name)) rmSync(join(libraries, name));
  }
}

function configure(part) {
  // Emscripten's tools are CommonJS; without this they would take on "type": "module" from our package.json.
  writeFileSync(join(part, 'package.json'), '{ "type": "commonjs" }\n');
  const final = (...parts) => JSON.stringify(join(folder, ...parts));
  const config = join(part, 'usr/share/emscripten/.emscripten');
  rmSync(config, { force: true });
  writeFileSync(
    config,
    [
      `EMSCRIPTEN_ROOT = ${final('usr/share/emscripten')}`,
      `LLVM_ROOT = ${final(llvmOf(part), 'bin')}`,
      `BINARYEN_ROOT = ${final('usr')}`,
      `NODE_JS = ${JSON.stringify(process.execPath)}`,
      'FROZEN_CACHE = True',
      '',
    ].join('\n'),
  );
}

const llvmOf = (part) =>
  `usr/lib/${readdirSync(join(part, 'usr/lib')).find((name) => name.startsWith('llvm-'))}`;
