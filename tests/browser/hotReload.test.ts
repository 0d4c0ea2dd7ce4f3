import react from '@vitejs/plugin-react';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { complaintsOf, launchChromium } from '../support/chromium.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

let browser: Browser;
let backend: ReferenceServer;
let vite: ViteDevServer;
let folder: string;
let page: Page;
let complaints: string[];
/** What the page's connections to the backend have sent, one list each. */
let sockets: string[][];

beforeAll(async () => {
  [browser, backend] = await Promise.all([launchChromium(), startServer()]);
});

afterAll(() => Promise.all([browser.close(), backend.close()]));

afterEach(async () => {
  await Promise.all([page.close(), vite.close()]);
  rmSync(folder, { recursive: true });
  expect(complaints).toEqual([]);
});

/** A copy of an application of tests/support/hotReload, which may be edited, as Vite's dev server gives it to a browser. */
async function openApplication(framework: 'react' | 'vue'): Promise<void> {
  mkdirSync(`${root}build`, { recursive: true });
  folder = mkdtempSync(`${root}build/hot-reload-`);
  cpSync(`${root}tests/support/hotReload/${framework}`, folder, { recursive: true });
  vite = await createServer({
    ...{ root: folder, configFile: false, cacheDir: join(folder, '.vite'), logLevel: 'error' },
    plugins: framework === 'react' ? [react()] : [],
    server: { host: '127.0.0.1', port: 0, watch: { usePolling: true, interval: 50 } },
  });
  await vite.listen();
  page = await browser.newPage();
  complaints = complaintsOf(page);
  sockets = [];
  const url = `${backend.url.replace('http', 'ws')}/ws-test`;
  page.on('websocket', (socket) => {
    // Vite has one too.
    if (socket.url() !== url) return;
    const sent: string[] = [];
    sockets.push(sent);
    socket.on('framesent', ({ payload }) => sent.push(String(payload)));
  });
  await page.goto(`${vite.resolvedUrls?.local[0]}?server=${url}`);
  await page.locator('[data-state=connected]').waitFor();
}

/** Writes other words into a file of the application, and waits until the page has them, without having been loaded anew. */
async function edit(file: string, before: string, after: string, text = after): Promise<void> {
  await page.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));
  const path = join(folder, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(before, after));
  await page.getByText(text).waitFor();
  expect(await page.evaluate(() => 'isTheSamePage' in globalThis)).toBe(true);
}

/** Messages come one by one all the while, until they are stopped. */
function tick(): { stop: () => number[] } {
  const sent: number[] = [];
  const timer = setInterval(() => {
    sent.push(sent.length + 1);
    backend.faults.sendText(JSON.stringify({ type: 'tick', payload: sent.length }));
  }, 50);
  onTestFinished(() => clearInterval(timer));
  return {
    stop: () => {
      clearInterval(timer);
      return sent;
    },
  };
}

const shown = () => page.locator('output').textContent();

it('W69 React: fast refresh keeps the one socket and the state of components, and loses and repeats no message', async () => {
  await openApplication('react');
  const ticks = tick();
  await page.getByRole('button').click();
  await edit('Ticks.jsx', 'first version', 'second version');
  await page.getByRole('button', { name: '1 clicks' }).click();
  // Other hooks: React mounts the component anew, and its own state is gone.
  await edit('Ticks.jsx', 'second version', "{useState('third version')[0]}", 'third version');
  await page.getByRole('button', { name: '0 clicks' }).click();
  await edit('App.jsx', 'first app', 'second app');
  await page.getByRole('button', { name: '1 clicks' }).waitFor();
  const sent = ticks.stop();
  await expect.poll(shown, { timeout: 10_000 }).toBe(sent.join());
  expect(sockets).toEqual([[1, 2, 1].map((count) => JSON.stringify({ type: 'click', payload: { count } }))]);
});

it('W69 Vue: a component that is reloaded keeps the one socket, and loses and repeats no message', async () => {
  await openApplication('vue');
  const ticks = tick();
  await page.getByRole('button').click();
  await edit('Ticks.js', 'first version', 'second version');
  await page.getByRole('button').click();
  await edit('Ticks.js', 'second version', 'third version');
  const sent = ticks.stop();
  await expect.poll(shown, { timeout: 10_000 }).toBe(sent.join());
  expect(sockets).toEqual([[1, 2].map(() => JSON.stringify({ type: 'click', payload: {} }))]);
});
