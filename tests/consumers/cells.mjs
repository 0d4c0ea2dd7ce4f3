/**
 * Who uses the package, and how: each is a folder here, installed with the packed tarball as a user would, with no
 * configuration for it.
 *
 * - `folders`: what the application is made of; a later one replaces files of an earlier one.
 * - `build`: commands, run by npx.
 * - `pages`: folder with the built page; or `server`: a command that serves it on `$PORT`; or `command`: a program that prints
 *   the answer.
 * - `asksFor`: the end of an address that the page asks for, where it runs in the page's thread.
 * - `streams`: a path whose page says `not yet`, and a second later, in the same answer, `late: idle`.
 * - `worker`: what becomes of `thread: 'worker'`. Default `worker`: it is one. `main`: the page's own thread, as promised.
 * - `quick`: part of every `npm test`.
 * - `newerNode`: asks for a newer Node than 20.
 */
const pages = [
  { name: 'plain page', folders: ['plain'], pages: '.', quick: true },
  {
    name: 'plain page, strict policy',
    folders: ['plain'],
    pages: '.',
    policy: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src ws:",
    quick: true,
  },
  {
    name: 'plain page, slim by import map',
    folders: ['plain-slim'],
    pages: '.',
    asksFor: '/core.wasm',
    quick: true,
  },
  { name: 'Vite, React', folders: ['vite-react'], build: ['vite build'], pages: 'dist', quick: true },
  { name: 'Vite, React, dev server', folders: ['vite-react'], server: 'vite --port $PORT --host 127.0.0.1' },
  {
    name: 'Vite, React 18',
    folders: ['vite-react', 'vite-react-18'],
    build: ['vite build'],
    pages: 'dist',
  },
  {
    name: 'Vite, React, slim',
    folders: ['vite-react', 'vite-react-slim'],
    build: ['vite build'],
    pages: 'dist',
    asksFor: '.wasm',
    quick: true,
  },
  {
    name: 'Vite, React, slim, dev server',
    folders: ['vite-react', 'vite-react-slim'],
    asksFor: '.wasm',
    server: 'vite --port $PORT --host 127.0.0.1',
  },
  {
    name: 'Vite, React 18, zustand 4.4',
    folders: ['vite-react', 'vite-zustand-4.4'],
    build: ['vite build'],
    pages: 'dist',
  },
  { name: 'Vite, Vue 3.4', folders: ['vite-vue', 'vite-vue-3.4'], build: ['vite build'], pages: 'dist' },
  { name: 'Vite, Vue', folders: ['vite-vue'], build: ['vite build'], pages: 'dist' },
  { name: 'Vite, a Worker of its own', folders: ['web-worker'], build: ['vite build'], pages: 'dist' },
  bundler('webpack'),
  {
    name: 'webpack, React, slim',
    folders: ['webpack-slim'],
    build: ['npm run build'],
    pages: 'dist',
    html: 'index.html',
    asksFor: '.wasm',
  },
  bundler('rspack'),
  { ...bundler('rollup'), worker: 'main' },
  { ...bundler('esbuild'), worker: 'main' },
  bundler('esbuild-inline'),
  { name: 'Parcel', folders: ['bundlers'], build: ['npm run parcel'], pages: 'dist/parcel' },
  next('Next.js 16, Turbopack', ['next', 'next-stream'], 'next build'),
  next('Next.js 16, webpack', ['next', 'next-stream'], 'next build --webpack'),
  next('Next.js 15', ['next', 'next15', 'next-stream'], 'next build'),
  {
    ...next('Next.js 16, static export', ['next', 'next-export'], 'next build'),
    server: undefined,
    streams: undefined,
    pages: 'out',
  },
  {
    name: 'Nuxt',
    folders: ['nuxt'],
    build: ['nuxt build'],
    server: 'node .output/server/index.mjs',
    newerNode: true,
  },
];

const programs = [
  { name: 'Node, import', folders: ['node'], command: 'node esm.mjs', worker: 'main', quick: true },
  { name: 'Node, require', folders: ['node'], command: 'node cjs.cjs', worker: 'main', quick: true },
  { name: 'Node 22, import', folders: ['node', 'node-22'], command: 'node esm.mjs', worker: 'main' },
  { name: 'Node 22, require', folders: ['node', 'node-22'], command: 'node cjs.cjs', worker: 'main' },
  { name: 'newer Node, import', folders: ['node'], command: 'node esm.mjs', worker: 'main', newerNode: true },
  {
    name: 'newer Node, require',
    folders: ['node'],
    command: 'node cjs.cjs',
    worker: 'main',
    newerNode: true,
  },
  { name: 'Bun', folders: ['runtimes'], command: 'bun main.mjs' },
  { name: 'Deno', folders: ['runtimes'], command: 'deno run --allow-all main.mjs' },
  {
    name: 'workerd',
    folders: ['workerd'],
    build: ['esbuild worker.js --bundle --format=esm --conditions=workerd --outfile=dist.js'],
    command: 'node run.mjs',
    worker: 'main',
  },
  {
    // Compiled by the Hermes of today. The only one to be had that also runs has no network: what it runs brings a server along.
    name: 'React Native: Metro, Hermes',
    folders: ['react-native'],
    build: ['node bundle.mjs'],
    command: 'node run.mjs',
    worker: 'main',
  },
];

const tests = [
  testRunner('Vitest, Node', 'vitest run vitest'),
  testRunner('Vitest, jsdom', 'vitest run vitest --environment jsdom'),
  testRunner('Vitest, happy-dom', 'vitest run vitest --environment happy-dom'),
  testRunner('Vitest 3, Node', 'vitest run vitest', 'vitest-3'),
  testRunner('Vitest 3, jsdom', 'vitest run vitest --environment jsdom', 'vitest-3'),
  testRunner('Jest, Node', 'jest jest'),
  testRunner('Jest, jsdom', 'jest jest --env jsdom'),
];

export const cells = [...pages, ...programs, ...tests];

function bundler(name) {
  return {
    name,
    folders: ['bundlers'],
    build: [`npm run ${name}`],
    pages: `dist/${name}`,
    html: 'index.html',
  };
}

function next(name, folders, build) {
  const server = 'next start --port $PORT --hostname 127.0.0.1';
  const paths = { main: '/', worker: '/worker' };
  return { name, folders, build: [build], server, paths, streams: '/stream' };
}

function testRunner(name, command, ...folders) {
  return { name, folders: ['test-runners', ...folders], test: command };
}
