// Has the Hermes of today read the bundle.
import { execFileSync } from 'node:child_process';

const folders = { linux: 'linux64-bin', darwin: 'osx-bin', win32: 'win64-bin' };
const compiler = `node_modules/hermes-compiler/hermesc/${folders[process.platform]}/hermesc`;
execFileSync(compiler, ['-w', '-O', '-emit-binary', '-out', 'dist.hbc', 'dist.js'], { stdio: 'inherit' });
