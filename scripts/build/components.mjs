import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { at } from '../lib/paths.mjs';

const llvm = 'Apache-2.0 WITH LLVM-exception';

/**
 * What others wrote of what the package holds in compiled form, and what its tests and tools alone use (`isShipped: false`).
 * The list of THIRD_PARTY_NOTICES.md and of the SBOM; a test compares them.
 */
export const components = [
  {
    name: 'Emscripten',
    id: 'emscripten',
    description: 'its runtime, websocket.h and embind: in the module, and the script that starts it',
    licence: 'MIT',
    purl: 'pkg:github/emscripten-core/emscripten',
    version: () => textOf('emscripten-version.txt').replace(/[^\d.]/g, ''),
  },
  {
    name: 'musl',
    id: 'musl',
    description: 'the C library, as Emscripten ships it: in the module',
    licence: 'MIT',
    purl: 'pkg:generic/musl',
    version: () => textOf('system/lib/libc/musl/VERSION').trim(),
  },
  {
    name: 'libc++',
    id: 'libcxx',
    description: 'the C++ library, as Emscripten ships it: in the module',
    licence: llvm,
    purl: 'pkg:generic/libcxx',
    version: libcxxVersion,
  },
  // Neither says of which version it is.
  {
    name: 'libc++abi',
    id: 'libcxxabi',
    description: 'what the C++ library stands on, as Emscripten ships it: in the module',
    licence: llvm,
  },
  {
    name: 'compiler-rt',
    id: 'compiler-rt',
    description: "the compiler's own functions, as Emscripten ships it: in the module",
    licence: llvm,
  },
  {
    name: 'nlohmann/json',
    id: 'nlohmann-json',
    description: 'nowhere in the package: the tests, and the C++ structs of the messages, use it',
    licence: 'MIT',
    purl: 'pkg:github/nlohmann/json',
    isShipped: false,
  },
];

/** `_LIBCPP_VERSION` has two digits each for minor version and patch. */
function libcxxVersion() {
  const [, number] = /_LIBCPP_VERSION (\d+)/.exec(textOf('system/lib/libcxx/include/__config'));
  return [number / 10_000, (number / 100) % 100, number % 100].map(Math.floor).join('.');
}

const textOf = (path) => readFileSync(join(emscriptenFolder(), path), 'utf8');

/** As cmake/emscripten.cmake finds it. */
function emscriptenFolder() {
  const unpacked = at('.toolchain/emscripten/usr/share/emscripten');
  if (process.env.CHATWIRE_EMSCRIPTEN) return process.env.CHATWIRE_EMSCRIPTEN;
  if (existsSync(join(unpacked, 'emcc'))) return unpacked;
  const folder = process.env.PATH.split(delimiter).find((entry) => existsSync(join(entry, 'emcc')));
  return dirname(realpathSync(join(folder, 'emcc')));
}
