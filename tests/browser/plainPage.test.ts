import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type * as Chatwire from '../../js-glue/index.ts';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { complaintsOf, launchChromium } from '../support/chromium.ts';
import { PlainPage } from '../support/plainPage.ts';

declare global {
  // What tests/support/plainPage.ts leaves in the page.
  var chatwire: typeof Chatwire;
}

let browser: Browser;
let server: ReferenceServer;
let plain: PlainPage;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, server, plain] = await Promise.all([
    launchChromium(),
    startServer({ chunkDelay: 0, maxPayload: 8 * 1024 * 1024 }),
    PlainPage.open(),
  ]);
});

afterAll(async () => {
  plain.close();
  await Promise.all([browser.close(), server.close()]);
});

beforeEach(async () => {
  page = await browser.newPage();
  complaints = complaintsOf(page);
  await page.goto(plain.url);
  await page.waitForFunction(() => 'chatwire' in globalThis);
});

afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

const echoUrl = () => server.wsUrl.replace(/\/ws$/, '/ws-test');

it('S11 runs under a policy that forbids eval, from a script element, without a bundler', async () => {
  const answer = await page.evaluate(async (url) => {
    const client = chatwire.createChatClient({ url, profile: 'autobot' });
    const answered = new Promise<string>((resolve) => {
      client.subscribe('llm_response', ({ payload }) => resolve((payload as { response: string }).response));
    });
    client.send('user_message', { message: 'What is 6 * 7?' });
    await client.connect();
    const text = await answered;
    client.destroy();
    return text;
  }, server.wsUrl);
  expect(answer).toContain('42');
});

it('B16 B17 B21 brings 10,000 texts there and back, byte for byte and in order', async () => {
  const result = await page.evaluate(async (url) => {
    const alphabet = ['a', 'é', '\u0000', '\ufeff', '"\\', '€', '\u2028', '😀', '𠀋', '\u{10ffff}'];
    const text = (index: number) => {
      const unit = alphabet[index % alphabet.length] ?? '';
      const length = index % 2500 === 0 ? 300_000 : index % 97;
      return `${index}:${unit.repeat(length)}`;
    };
    const count = 10_000;
    const client = chatwire.createChatClient({
      url,
      history: false,
      maxMessageBytes: 8 * 1024 * 1024,
      outbox: { maxCount: count, maxBytes: 64 * 1024 * 1024 },
    });
    let next = 0;
    let wrong = 0;
    const done = new Promise<void>((resolve) => {
      client.subscribe('echo', ({ raw }) => {
        if (raw['message'] !== text(next)) wrong++;
        if (++next === count) resolve();
      });
    });
    await client.connect();
    for (let index = 0; index < count; index++) client.sendText(text(index));
    await done;
    const { sent, dropped } = client.stats();
    client.destroy();
    return { wrong, sent, dropped };
  }, echoUrl());
  expect(result).toEqual({ wrong: 0, sent: 10_000, dropped: 0 });
});

it('tells of garbage, of bytes and of a frame that is too large, and comes back after it', async () => {
  const events = await page.evaluate(
    async ({ url }) => {
      const seen: string[] = [];
      const client = chatwire.createChatClient({
        url,
        maxMessageBytes: 100_000,
        reconnect: { initialDelay: 1 },
      });
      const until = (name: string) =>
        new Promise<void>((resolve) => {
          const check = () => (seen.includes(name) ? resolve() : setTimeout(check, 5));
          check();
        });
      client.on('binary', (bytes) => seen.push(`binary ${new Uint8Array(bytes).join()}`));
      client.on('error', ({ code }) => seen.push(code));
      client.on('close', ({ wasOpen }) => seen.push(`close ${wasOpen}`));
      client.subscribe('echo', () => seen.push('echo'));
      await client.connect();
      client.send(new Uint8Array([1, 0, 255]));
      await until('binary 1,0,255');
      client.sendText('x'.repeat(100_000));
      await until('close true');
      client.sendText('back');
      await until('echo');
      client.destroy();
      return seen;
    },
    { url: echoUrl() },
  );
  expect(events).toEqual(['binary 1,0,255', 'MESSAGE_TOO_BIG', 'close true', 'echo']);
});

it('F47 leaves the memory of the module as it was after 1,000 connections', async () => {
  const { before, after } = await page.evaluate(async (url) => {
    const client = chatwire.createChatClient({ url });
    const cycle = async () => {
      await client.connect();
      client.sendText('hello');
      const closed = new Promise<void>((resolve) => {
        const stop = client.on('state', ({ state }) => {
          if (state !== 'closed') return;
          stop();
          resolve();
        });
      });
      client.disconnect();
      await closed;
    };
    for (let index = 0; index < 20; index++) await cycle();
    const before = client.stats().heapInUse;
    for (let index = 0; index < 1000; index++) await cycle();
    return { before, after: client.stats().heapInUse };
  }, echoUrl());
  expect(after).toBe(before);
});
