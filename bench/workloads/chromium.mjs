import { launchChromium } from '../../scripts/lib/chromium.mjs';
import { fileOf, openPage, writePeerPage } from '../lib/chromium.mjs';
import { types, wanted } from '../lib/frames.mjs';
import { compare, interleave, spread } from '../lib/measure.mjs';
import { startServer } from '../lib/server.mjs';
import {
  byHand,
  chatwire,
  chatwireHistory,
  chatwirePlain,
  chatwireShared,
  chatwireWorker,
  firstCharacters,
  peers,
} from '../peers/index.mjs';

const batch = 16;
const named = (peer, more) => ({ ...peer, ...more });

const cases = [
  {
    name: 'one message per frame',
    count: 10_000,
    rounds: 3,
    contenders: [
      byHand,
      chatwireWorker,
      chatwireShared,
      ...peers.filter((peer) => ![byHand, firstCharacters, chatwirePlain].includes(peer)),
    ],
  },
  {
    name: '30 types in turn, one of them wanted',
    count: 30_000,
    rounds: 5,
    isMixed: true,
    contenders: [byHand, firstCharacters, chatwireWorker, chatwire, chatwireHistory],
  },
  {
    name: `${batch} messages per frame`,
    count: 32_000,
    rounds: 5,
    contenders: [
      byHand,
      ...[byHand, chatwireWorker, chatwire].map((peer) =>
        named(peer, { name: `${peer.name}, batched`, batch }),
      ),
    ],
  },
  {
    name: 'one message there and back, Chromium',
    count: 50,
    rounds: 5,
    isQuiet: true,
    contenders: [byHand, chatwireWorker, chatwireShared, chatwire],
  },
];

/** There and back, one message at a time, each in a quiet period of its own: the median in milliseconds. */
async function roundTrip(peer, { browser, server, count }) {
  const { page, close } = await openPage(browser, server, fileOf(peer));
  await page.evaluate((given) => window.bench.connect(given), { url: server.url, types: [wanted] });
  await page.evaluate(() => window.bench.answer());
  const times = await server.trips({ count, bytes: 245, pause: 40 });
  await close();
  return spread(times).median;
}

/** Opens a page, lets the server flood it, and gives what that took. */
async function ingest(peer, { browser, server, count, isMixed }) {
  const { page, threadTime, close } = await openPage(browser, server, fileOf(peer));
  const settings = { url: server.url, types: [wanted], batched: peer.batch !== undefined };
  await page.evaluate((given) => window.bench.connect(given), settings);
  const flood = async (messages) => {
    const due = isMixed ? messages / types.length : messages;
    await page.evaluate((number) => window.bench.expect(number), due);
    const before = await threadTime();
    const sent = server.flood({ count: messages, bytes: 245, batch: peer.batch, isMixed });
    const milliseconds = await page.evaluate(() => window.bench.finished());
    await sent;
    return { thread: ((await threadTime()) - before) / messages, speed: (messages / milliseconds) * 1000 };
  };
  // Until the engine has compiled what is hot.
  await flood(1920);
  const figures = await flood(count);
  await close();
  return figures;
}

export default {
  title: 'Receive, in Chromium',
  about:
    'Headless Chromium, a real socket on the loopback, a server in a process of its own that sends 245 B messages as fast as ' +
    'they are taken. The main thread’s time is the browser’s own figure (`TaskDuration` in thread time).',
  leftOut: {
    'react-use-websocket': 'it is a hook: see the token storm',
    'all other peers, batched': 'they take a frame for one message',
  },
  cases,
  async run({ name, count, rounds, isMixed, isQuiet, contenders }, { quick }) {
    const [browser, server] = await Promise.all([launchChromium(), startServer()]);
    for (const peer of contenders) await writePeerPage(peer);
    const sample = isQuiet ? roundTrip : ingest;
    const samples = await interleave(contenders, {
      rounds: quick ? 2 : rounds,
      warmUp: 0,
      sample: (peer) => sample(peer, { browser, server, count: quick ? count / 5 : count, isMixed }),
    });
    await browser.close();
    server.close();
    const names = contenders.map((peer) => peer.name);
    if (isQuiet) return [{ title: name, unit: 'ms', rows: compare(names, samples), headline: true }];
    const rowsOf = (figure) =>
      compare(
        names,
        samples.map((list) => list.map((each) => each[figure])),
      );
    return [
      {
        title: `main thread per message, ${name}`,
        unit: 'µs',
        rows: rowsOf('thread'),
        headline: true,
        plot: true,
      },
      {
        title: `throughput, ${name}`,
        unit: '/s',
        rows: rowsOf('speed'),
        higherIsBetter: true,
        headline: true,
      },
    ];
  },
};
