// node bench/workerIngest.mjs [rounds]: what receiving costs a page in Chromium, by hand, in this thread and in a Worker.
// Wants dist/ (npm run build). Not a test: machines are noisy. Rounds are interleaved, and the figures are medians.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';

const MESSAGES = 30_000;
const ROUND_TRIPS = 60;
const TYPES = ['flood', 'other', 'more'];
const modes = ['by hand', 'main', 'worker'];

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

/** In the page: connects in this mode, and leaves how to send, and where to hear. */
async function open(mode) {
  const url = globalThis.location.href.replace('http', 'ws');
  const bench = { received: 0, sum: 0, hear: () => {} };
  globalThis.bench = bench;
  const handle = ({ payload }) => {
    bench.sum += payload.index;
    bench.received++;
    bench.hear();
  };
  if (mode === 'by hand') {
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
  const client = createChatClient({ url, thread: mode, history: false });
  for (const type of ['flood', 'other', 'more', 'echo']) client.subscribe(type, handle);
  await client.connect();
  if (client.stats().thread !== mode) throw new Error(client.stats().fallback);
  bench.send = (type, payload) => client.send(type, payload);
  bench.close = () => client.destroy();
}

async function round(browser, url, mode) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(open, mode);
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
  return { microseconds, throughput: (MESSAGES / elapsed) * 1000, roundTrip: median(trips) };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Medians for each mode: microseconds of the page's thread per message, messages per second, milliseconds there and back. */
export async function workerIngest({ rounds = 5 } = {}) {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: process.env.CHATWIRE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  const results = Object.fromEntries(modes.map((mode) => [mode, []]));
  try {
    for (let index = 0; index < rounds; index++) {
      for (const mode of modes) results[mode].push(await round(browser, server.url, mode));
    }
  } finally {
    await browser.close();
    server.close();
  }
  return modes.map((mode) => {
    const of = (figure) => median(results[mode].map((result) => result[figure]));
    return {
      mode,
      microseconds: of('microseconds'),
      throughput: of('throughput'),
      roundTrip: of('roundTrip'),
    };
  });
}

/** The table. */
export function describeIngest(figures) {
  const [raw] = figures;
  const lines = figures.map(({ mode, microseconds, throughput, roundTrip }) =>
    [
      `  ${mode.padEnd(10)} ${microseconds.toFixed(2).padStart(7)} us of the page's thread (${(microseconds / raw.microseconds).toFixed(3)} x)`,
      `${throughput.toFixed(0).padStart(7)} messages/s (${(throughput / raw.throughput).toFixed(2)} x)`,
      `one there and back ${roundTrip.toFixed(2)} ms`,
    ].join(', '),
  );
  return [`Chromium, ${MESSAGES} messages of 245 bytes as fast as they come, per message:`, ...lines];
}

if (process.argv[1] === import.meta.filename) {
  const figures = await workerIngest({ rounds: Number(process.argv[2] ?? 5) });
  for (const line of describeIngest(figures)) console.log(line);
}
