import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { buildPage } from '../support/builtPage.ts';
import { complaintsOf, launchChromium } from '../support/chromium.ts';
import { until } from '../support/until.ts';

const WARM_UP = 100;
/** More for whoever has the time: CHATWIRE_LEAK_CYCLES=10000. */
const CYCLES = Number(process.env['CHATWIRE_LEAK_CYCLES'] ?? 400);
/** A client with its hooks is some kilobytes; what is left over of each must be far below. */
const BYTES_PER_CYCLE = 100;
/** Lists and compiled code of the engine that grow by steps. 400 clients that were kept would be 1.7 MB. */
const STEPS = 250_000;

let browser: Browser;
let server: ReferenceServer;

beforeAll(async () => {
  const appDir = await buildPage('leakPage.tsx');
  [browser, server] = await Promise.all([launchChromium(), startServer({ appDir })]);
});

afterAll(() => Promise.all([browser.close(), server.close()]));

/** Bytes of JavaScript that cannot be collected. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

it(
  `keeps the heap and the memory of the core flat over ${CYCLES} mounts and unmounts of a provider with its hooks`,
  async () => {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    await page.addInitScript(() => {
      // The module is compiled from bytes in the package; this is where its memory can be seen.
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = (async (...given: Parameters<typeof instantiate>) => {
        const made = await instantiate(...given);
        const { exports } = 'instance' in made ? (made.instance as WebAssembly.Instance) : made;
        const found = Object.values(exports).find((each) => each instanceof WebAssembly.Memory);
        Object.assign(globalThis, { coreMemory: found });
        return made;
      }) as typeof instantiate;
    });
    await page.goto(server.url);
    await page.waitForFunction(() => 'mountAndUnmount' in globalThis);
    const session = await page.context().newCDPSession(page);
    const wasmBytes = () =>
      page.evaluate(
        () => (globalThis as unknown as { coreMemory: WebAssembly.Memory }).coreMemory.buffer.byteLength,
      );
    const allClosed = () => until(() => server.connectionCount === 0, 'every socket to close');

    await page.evaluate((cycles) => mountAndUnmount(cycles), WARM_UP);
    await allClosed();
    const [heap, wasm] = [await heapOf(session), await wasmBytes()];
    const startedAt = performance.now();
    await page.evaluate((cycles) => mountAndUnmount(cycles), CYCLES);
    await allClosed();
    const grown = (await heapOf(session)) - heap;
    if (process.env['CHATWIRE_LEAK_CYCLES'])
      console.log({ grown, heap, wasm, seconds: (performance.now() - startedAt) / 1000 });
    expect(await wasmBytes()).toBe(wasm);
    expect(grown).toBeLessThan(STEPS + CYCLES * BYTES_PER_CYCLE);
    expect(complaints).toEqual([]);
    await page.close();
  },
  30_000 + CYCLES * 60,
);
