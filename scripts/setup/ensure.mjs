import { exclusively } from '../lib/lock.mjs';
import { at } from '../lib/paths.mjs';
import { inSteps } from '../lib/progress.mjs';
import { openDebian } from './debian.mjs';
import { emscripten } from './emscripten.mjs';
import { headers } from './headers.mjs';
import { newerNode } from './newerNode.mjs';
import { asyncapiPackages, docsPackages, npmPackages, packageCheckPackages, peerPackages } from './npm.mjs';
import { systemPackages } from './system.mjs';

/**
 * Makes sure that what a command needs is there. Each step knows whether it is done (a stamp with the hash of
 * what it was made from), works in a folder beside its goal and renames it at the end: an interrupted set-up
 * leaves nothing half-made, and a second one costs milliseconds.
 */
export async function ensure({
  npm = true,
  emscripten: compiler = true,
  nativeTools = false,
  fuzzer = false,
  chromium = false,
  fastapi = false,
  pythonLint = false,
  newerNode: secondNode = false,
  peers = false,
  asyncapi = false,
  packageChecks = false,
  docs = false,
} = {}) {
  let opened;
  const debian = () => (opened ??= openDebian(at('.toolchain', 'apt.part')));
  const purposes = [
    compiler && 'build',
    nativeTools && 'native',
    fuzzer && 'fuzz',
    chromium && 'browser',
    fastapi && 'fastapi',
    pythonLint && 'pythonLint',
    docs && 'docs',
  ].filter(Boolean);
  const steps = [
    npm && npmPackages,
    purposes.length > 0 && systemPackages(purposes),
    compiler && emscripten(debian),
    nativeTools && headers(debian),
    secondNode && newerNode,
    peers && peerPackages,
    asyncapi && asyncapiPackages,
    packageChecks && packageCheckPackages,
    docs && docsPackages,
  ];
  const stale = () => steps.filter((step) => step && !step.isFresh());
  if (stale().length === 0) return;
  await exclusively(async () => {
    try {
      // Asked again: another command may have done the work while this one waited.
      await inSteps(stale());
    } finally {
      (await opened?.catch(() => undefined))?.close();
    }
  });
}
