// Bundles with Metro and React Native's preset, twice: as an app of today is, for the Hermes compiler of today to read; and as
// for older engines, for the only Hermes to be had that also runs.
import { execFileSync } from 'node:child_process';

bundle('hermes-stable', 'today.js');
bundle('default', 'dist.js');
const folders = { linux: 'linux64-bin', darwin: 'osx-bin', win32: 'win64-bin' };
const compiler = `node_modules/hermes-compiler/hermesc/${folders[process.platform]}/hermesc`;
run(compiler, ['-w', '-O', '-emit-binary', '-out', 'today.hbc', 'today.js']);

function bundle(profile, file) {
  // Its cache, which all apps of a machine share, knows nothing of the profile.
  const options = ['--platform', 'android', '--dev', 'false', '--minify', 'false', '--reset-cache'];
  run('metro', ['build', 'index.js', '--out', file, ...options], { PROFILE: profile });
}

function run(program, args, env) {
  execFileSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
}
