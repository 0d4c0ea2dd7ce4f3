import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as Slim from '../../js-glue/slim.ts';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { launchChromium } from '../support/chromium.ts';
import { PlainPage, type Answer, type PlainPageOptions } from '../support/plainPage.ts';

declare global {
  // What tests/support/plainPage.ts leaves in the page.
  var slim: typeof Slim;
}

let browser: Browser;
let server: ReferenceServer;
const opened: { plain: PlainPage; page: Page }[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startServer({ chunkDelay: 0 })]);
});

afterAll(() => Promise.all([browser.close(), server.close()]));

afterEach(async () => {
  for (const { plain, page } of opened.splice(0)) {
    await page.close();
    plain.close();
  }
});

async function open(options: PlainPageOptions): Promise<{ plain: PlainPage; page: Page }> {
  const plain = await PlainPage.open({ workers: "'self'", ...options });
  const page = await browser.newPage();
  opened.push({ plain, page });
  await page.goto(plain.url);
  await page.addScriptTag({ url: '/slimPage.js', type: 'module' });
  await page.waitForFunction(() => 'chatwire' in globalThis && 'slim' in globalThis);
  return { plain, page };
}

type Thread = 'main' | 'worker';

/** Connects a client of one of the entries; gives back its state, its thread, and each error that it told. */
const connect = (page: Page, entry: 'chatwire' | 'slim', thread: Thread, script = '/worker.js') =>
  page.evaluate(
    async ({ url, entry, thread, script }) => {
      const create = () => new Worker(script, { type: 'module' });
      const client = globalThis[entry].createChatClient({
        url,
        thread: thread === 'worker' ? { type: thread, create } : thread,
      });
      const errors: string[] = [];
      client.on('error', ({ message }) => errors.push(message));
      await client.connect().catch(() => {});
      const { state } = client;
      const used = client.stats().thread;
      client.destroy();
      return { state, used, errors };
    },
    { url: server.wsUrl, entry, thread, script },
  );

const configure = (page: Page, source: Slim.CoreSource) =>
  page.evaluate((given) => slim.configureCore(given), source);

describe.each<Thread>(['main', 'worker'])("F42 thread: '%s'", (thread) => {
  it("gives one error that names the directive, under a policy without 'wasm-unsafe-eval'", async () => {
    const { page } = await open({ wasm: false });
    const { state, errors } = await connect(page, 'chatwire', thread);
    expect(state).toBe('failed');
    expect(errors).toEqual([
      expect.stringMatching(/^WASM_UNAVAILABLE: .*Allow 'wasm-unsafe-eval' in script-src/),
    ]);
  });

  it('gives one error that says so, in a page and a Worker without WebAssembly', async () => {
    const { page } = await open({
      files: {
        '/bare.js': { type: 'text/javascript', body: 'delete globalThis.WebAssembly;' },
        '/bareWorker.js': { type: 'text/javascript', body: "import './bare.js'; import './worker.js';" },
      },
    });
    await page.evaluate(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    const { state, errors } = await connect(page, 'chatwire', thread, '/bareWorker.js');
    expect(state).toBe('failed');
    expect(errors).toEqual([
      expect.stringMatching(/^WASM_UNAVAILABLE: This platform has no WebAssembly\. Use a/),
    ]);
  });
});

it('F42 runs in a Worker where only the page has no WebAssembly', async () => {
  const { page } = await open({});
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  expect(await connect(page, 'chatwire', 'worker')).toEqual({
    state: 'connected',
    used: 'worker',
    errors: [],
  });
});

const html: Answer = { type: 'text/html', body: '<!doctype html><title>All addresses</title>' };
const core = readFileSync('dist/core.wasm');

describe('chatwire/slim', () => {
  it.each(['application/wasm', 'application/octet-stream', 'text/plain; charset=utf-8'])(
    'connects with a core.wasm that comes as %s',
    async (type) => {
      const { page } = await open({ files: { '/core.wasm': { type, body: core } } });
      await configure(page, { wasmUrl: 'core.wasm' });
      expect(await connect(page, 'slim', 'main')).toEqual({ state: 'connected', used: 'main', errors: [] });
    },
  );

  it.each<[string, Answer, RegExp]>([
    [
      'a 404',
      { status: 404, type: 'text/plain', body: '' },
      /\/core\.wasm could not be fetched: HTTP 404\. Host/,
    ],
    ['HTML', html, /\/core\.wasm \(HTTP 200, text\/html\) is no WebAssembly module; .*\. Host/],
    [
      'HTML that is called WebAssembly',
      { ...html, type: 'application/wasm' },
      /\/core\.wasm \(HTTP 200, application\/wasm\) could not be compiled\. Host/,
    ],
  ])(
    'F42 gives one error that names the address, the status and the remedy for %s, and loads later',
    async (_what, answer, text) => {
      const { plain, page } = await open({ files: { '/core.wasm': answer } });
      await configure(page, { wasmUrl: `${plain.url}core.wasm` });
      const { state, errors } = await connect(page, 'slim', 'main');
      expect(state).toBe('failed');
      expect(errors).toEqual([expect.stringMatching(/^WASM_UNAVAILABLE: http:\/\/127\.0\.0\.1/)]);
      expect(errors[0]).toMatch(text);
      plain.serve('/core.wasm', { type: 'application/wasm', body: core });
      expect(await connect(page, 'slim', 'main')).toMatchObject({ state: 'connected', errors: [] });
    },
  );

  it('asks for no core.wasm with a Worker, whose script has a core of its own', async () => {
    const { page } = await open({ missing: ['core.wasm'] });
    await configure(page, { wasmUrl: 'core.wasm' });
    expect(await connect(page, 'slim', 'worker')).toEqual({ state: 'connected', used: 'worker', errors: [] });
  });

  it('F42 gives the one error about core.wasm where neither the Worker nor the file is there', async () => {
    const { page } = await open({ missing: ['core.wasm', 'worker.js'] });
    await configure(page, { wasmUrl: 'core.wasm' });
    const { state, used, errors } = await connect(page, 'slim', 'worker');
    expect({ state, used }).toEqual({ state: 'failed', used: 'worker' });
    expect(errors).toEqual([expect.stringContaining('core.wasm could not be fetched: HTTP 404')]);
  });
});
