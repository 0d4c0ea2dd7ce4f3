import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// In the repository the package's own name means its sources, as in tsconfig.json.
export const alias = [
  {
    find: /^chatwire\/(inline-worker|plain|react|vue|stores|terminal|testing|(?:react|vue)\/components)$/,
    replacement: source('js-glue/$1.ts'),
  },
  {
    find: /^chatwire\/(wazuh|chat|dashboard|nexus|autobot)$/,
    replacement: source('js-glue/systems/$1/index.ts'),
  },
  {
    find: /^chatwire\/react\/(wazuh|chat|dashboard|nexus|autobot)$/,
    replacement: source('js-glue/react/$1.ts'),
  },
  { find: /^chatwire\/(\w+\/(?:client|vue))$/, replacement: source('js-glue/systems/$1.ts') },
  { find: /^chatwire$/, replacement: source('js-glue/index.ts') },
];

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        resolve: { alias },
        // Seconds of work for each test: a phase of its own.
        test: { name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'] },
      },
      {
        extends: true,
        resolve: { alias },
        test: { name: 'node', include: ['tests/{js-glue,node,server}/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        test: {
          name: 'site',
          include: ['tests/site/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'docs', include: ['tests/docs/**/*.test.ts'], testTimeout: 240_000 },
      },
      {
        extends: true,
        resolve: { alias },
        // The client's own tests once more, with the core behind a port.
        test: {
          name: 'behind-port',
          env: { CHATWIRE_BEHIND_PORT: '1' },
          include: ['tests/js-glue/client/client*.test.ts', 'tests/node/*.test.ts'],
          // About the memory, the instance and the package of this thread.
          exclude: ['tests/node/{crash,memory,packed,exit,transferSize}.test.ts'],
        },
      },
      {
        extends: true,
        // The same once more where there is no WebAssembly, with the core in plain JavaScript (C42, S3.1).
        resolve: {
          alias: [
            ...alias,
            { find: /^.*\/(coreModule|utf8|parseUrl)\.ts$/, replacement: source('js-glue/core/plain/$1.ts') },
          ],
        },
        test: {
          name: 'plain',
          setupFiles: ['tests/support/withoutWebAssembly.ts'],
          // What has the core behind it. The stores, the adapters and the tools know only the client.
          include: [
            'tests/js-glue/{auth,client,core,systems,testing,thread}/**/*.test.{ts,tsx}',
            'tests/{node,plain}/**/*.test.ts',
          ],
          exclude: [
            // How WebAssembly is loaded, what crosses its border, and its traps: plain JavaScript has no border, and reads
            // beside its memory as 0.
            'tests/js-glue/core/{crash,load,utf8}.test.ts',
            'tests/js-glue/core/plain/coreModule.test.ts',
            'tests/node/{crash,hotPath,sendPath,slim}.test.ts',
            // Fills 190 MiB, all of which is moved each time that memory grows: half a minute.
            'tests/js-glue/core/memoryLimit.test.ts',
            // The package as a whole, and what has no core in it.
            'tests/node/{exit,packed,transferSize}.test.ts',
            'tests/node/demo/**',
          ],
        },
      },
      {
        extends: true,
        // Made by scripts/test/wasmDebug.mjs.
        resolve: {
          alias: [
            ...alias,
            {
              find: /^\.\/generated\/(chatwire-core\.mjs|inlineWasm\.ts)$/,
              replacement: source('build/wasm-debug/$1'),
            },
          ],
        },
        test: {
          name: 'wasm-debug',
          include: ['tests/{js-glue/{client,core},wasm}/**/*.test.ts'],
          // Each test there loads the core anew, and this one takes a second to compile.
          exclude: ['tests/js-glue/core/crash.test.ts'],
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          // These run in Node and drive Chromium from there; two browsers at once only slow each other down.
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
