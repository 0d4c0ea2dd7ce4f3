import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { compare, interleave, spread } from './measure.mjs';

export const MESSAGES = 30_000;
const ROUND_TRIPS = 60;
const TYPES = ['flood', 'other', 'more'];
/** What a row is called, and the option `thread`; none for a page without Chatwire. */
const modes = { 'by hand': undefined, chatwire: 'main', 'chatwire, in a Worker': 'worker' };

/** 245 bytes each, of a few types. */
const frames = Array.from({ length: 300 }, (_, index) => {
  const frame = { type: TYPES[index % TYPES.length], payload: { index, padding: '' } };
  frame.payload.padding = 'x'.repeat(245 - JSON.stringify(frame).length);
  return JSON.stringify(frame);
});

/** Serves dist/ and an empty page; its socket floods who says `flood`, and says back anything else. */
async function serve() {
  const http = createServer((request, response) => {
    const file = `dist${request.url}`;
    const isScript = /^\/\w+\.js$/.test(request.url) && existsSync(file);
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    if (isScript) createReadStream(file).pipe(response);
    else response.end('<!doctype html><title>bench</title>');
  });
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) =>
      String(data).includes('"flood"') ? flood(socket) : socket.send(String(data)),
    );
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${http.address().port}/`, close: () => http.close() };
}

async function flood(socket) {
  for (let sent = 0; sent < MESSAGES; sent++) {
    socket.send(frames[sent % frames.length]);
    if (sent % 256 === 255) await setImmediate();
    while (socket.bufferedAmount > 1 << 20) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** In the page: connects, and leaves how to send, and where to hear. */
async function open(thread) {
  const url = globalThis.location.href.replace('http', 'ws');
  const bench = { received: 0, sum: 0, hear: () => {} };
  globalThis.bench = bench;
  const handle = ({ payload }) => {
    bench.sum += payload.index;
    bench.received++;
    bench.hear();
  };
  if (thread === undefined) {
    const socket = new globalThis.WebSocket(url);
    const handlers = new Map(['flood', 'other', 'more', 'echo'].map((type) => [type, handle]));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      handlers.get(message.type)?.(message);
    };
    await new Promise((resolve) => (socket.onopen = resolve));
    bench.send = (type, payload) => socket.send(JSON.stringify({ type, payload }));
    bench.close = () => socket.close();
    return;
  }
  const { createChatClient } = await import('/index.js');
  const client = createChatClient({ url, thread, history: false });
  for (const type of ['flood', 'other', 'more', 'echo']) client.subscribe(type, handle);
  await client.connect();
  if (client.stats().thread !== thread) throw new Error(client.stats().fallback);
  bench.send = (type, payload) => client.send(type, payload);
  bench.close = () => client.destroy();
}

async function round(browser, url, thread) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(open, thread);
  const cdp = await page.context().newCDPSession(page);
  // The thread's own time: what other processes take does not count.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskTime = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1e6;
  };
  const trips = await page.evaluate(async (count) => {
    const times = [];
    for (let trip = 0; trip < count; trip++) {
      // Each in a quiet period of its own.
      await new Promise((resolve) => setTimeout(resolve, 40));
      const started = performance.now();
      await new Promise((resolve) => {
        globalThis.bench.hear = resolve;
        globalThis.bench.send('echo', { index: 0 });
      });
      times.push(performance.now() - started);
    }
    globalThis.bench.hear = () => {};
    globalThis.bench.received = 0;
    return times;
  }, ROUND_TRIPS);
  const before = await taskTime();
  const elapsed = await page.evaluate(
    (count) =>
      new Promise((resolve) => {
        let started;
        globalThis.bench.hear = () => {
          started ??= performance.now();
          if (globalThis.bench.received === count) resolve(performance.now() - started);
        };
        globalThis.bench.send('flood');
      }),
    MESSAGES,
  );
  const microseconds = ((await taskTime()) - before) / MESSAGES;
  await page.evaluate(() => globalThis.bench.close());
  await page.close();
  return { microseconds, throughput: (MESSAGES / elapsed) * 1000, roundTrip: spread(trips).median };
}

/** Rows for each figure: microseconds of the page's thread per message, messages per second, milliseconds there and back. */
export async function ingestInChromium({ rounds }) {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: process.env.CHATWIRE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    const names = Object.keys(modes);
    const sample = (name) => round(browser, server.url, modes[name]);
    const samples = await interleave(names, { rounds, warmUp: 0, sample });
    const rowsOf = (figure) =>
      compare(
        names,
        samples.map((list) => list.map((each) => each[figure])),
      );
    return Object.fromEntries(
      ['microseconds', 'throughput', 'roundTrip'].map((name) => [name, rowsOf(name)]),
    );
  } finally {
    await browser.close();
    server.close();
  }
}
