import { buildDemo } from '../build/steps.mjs';
import { buildSite } from '../docs/site.mjs';
import { asyncapi } from './asyncapi.mjs';
import { checks } from './checks.mjs';
import { consumers } from './consumers.mjs';
import { fuzzTargets } from './fuzz.mjs';
import { native } from './native.mjs';
import { packageChecks } from './package.mjs';
import { sim } from './sim.mjs';
import { vitest } from './vitest.mjs';
import { wasmDebug } from './wasmDebug.mjs';

const demo = {
  name: 'demo',
  async run() {
    await buildDemo();
    return { passed: 1, failed: 0 };
  },
};

const site = {
  name: 'build of the site',
  async run() {
    await buildSite();
    return { passed: 1, failed: 0 };
  },
};

/** What `npm test` runs, by name: each is one or more phases. */
export const kinds = {
  lint: checks,
  asyncapi: [asyncapi],
  package: [packageChecks],
  docs: [vitest('docs', ['tests/docs'])],
  native: [native],
  sim: [sim],
  fuzz: [fuzzTargets, vitest('fuzz', ['tests/fuzz'])],
  node: [
    vitest('node', ['tests/js-glue', 'tests/node', 'tests/server']),
    vitest('behind-port', ['tests/js-glue/client', 'tests/node']),
  ],
  plain: [vitest('plain', ['tests/plain'])],
  'wasm-debug': [wasmDebug],
  browser: [demo, vitest('browser', ['tests/browser'])],
  consumers: [demo, consumers({ isQuick: true })],
};

/** Parts of them, for whoever asks: these run with the whole. */
export const parts = {
  websocket: [
    vitest('node', ['tests/js-glue/systems', 'tests/node/systems'], ['js-glue/systems/', 'node/systems/']),
  ],
};

/** Beside them, for whoever asks: building the site takes a minute. */
export const others = { site: [site, vitest('site', ['tests/site'])] };

/** All that may stand behind `npm test --`. */
export const names = [...Object.keys(kinds), ...Object.keys(parts), ...Object.keys(others)];
