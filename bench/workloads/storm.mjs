import { setTimeout as sleep } from 'node:timers/promises';
import { launchChromium } from '../../scripts/lib/chromium.mjs';
import { openPage, writePage } from '../lib/chromium.mjs';
import { compare, interleave } from '../lib/measure.mjs';
import { startServer } from '../lib/server.mjs';

const contenders = [
  { name: 'by hand, setState per message', file: 'byHand' },
  { name: 'chatwire/react', file: 'chatwire' },
  { name: 'chatwire/react, in a Worker', file: 'chatwireWorker' },
  { name: 'react-use-websocket, lastJsonMessage', file: 'reactUseWebSocket' },
  { name: 'react-use-websocket, onMessage', file: 'reactUseWebSocketCallback' },
];

async function storm({ file }, { browser, server, count, perSecond }) {
  const { page, threadTime, complaints, abandon } = await openPage(browser, server, `storm-${file}`);
  const connected = server.connected();
  await page.evaluate((url) => window.bench.show(url), server.url);
  await connected;
  const state = () => page.evaluate(() => window.bench.state());
  const before = { thread: await threadTime(), ...(await state()) };
  await server.flood({ count, bytes: 245, perSecond });
  // Until nothing new has been shown for half a second.
  for (let last = -1, shown = 0; shown !== last; [last, shown] = [shown, (await state()).shown])
    await sleep(500);
  const { commits, shown } = await state();
  const thread = (await threadTime()) - before.thread;
  await abandon();
  // What an error of React's leaves on the page is what the reader gets.
  return {
    error: complaints[0],
    lost: count - shown,
    commits: commits - before.commits,
    thread: thread / count,
  };
}

export default {
  title: 'React: a storm of tokens',
  about:
    'Headless Chromium, React’s production build: a component shows the end of a text that streams in by messages of 245 B. ' +
    'Lost is what it never showed; commits are React’s; the main thread’s time is the browser’s own figure, per message.',
  cases: [
    { name: '20,000 as fast as they come', count: 20_000 },
    { name: '2,000/s for 2 s', count: 4000, perSecond: 2000 },
    { name: '100/s for 3 s', count: 300, perSecond: 100 },
  ],
  async run({ name, count, perSecond }, { quick }) {
    const [browser, server] = await Promise.all([launchChromium(), startServer()]);
    for (const { file } of contenders) {
      await writePage(
        `storm-${file}`,
        `import * as peer from './peers/storm/${file}.mjs';
         import { showStream } from './lib/storm.mjs';
         showStream(peer);`,
      );
    }
    const samples = await interleave(contenders, {
      rounds: quick ? 1 : 3,
      warmUp: 0,
      sample: (contender) => storm(contender, { browser, server, count, perSecond }),
    });
    await browser.close();
    server.close();
    const notes = {};
    for (const [index, list] of samples.entries()) {
      const [message] = list.map(({ error }) => error).filter(Boolean);
      if (message) notes[contenders[index].name] = `the component died: ${message.split(';')[0]}`;
    }
    const rowsOf = (figure) =>
      compare(
        contenders.map((contender) => contender.name),
        samples.map((list) => list.map((each) => each[figure])),
        { notes },
      );
    const isMain = perSecond === undefined;
    return [
      { title: `lost of ${name}`, unit: '', rows: rowsOf('lost'), headline: isMain },
      { title: `commits, ${name}`, unit: '', rows: rowsOf('commits'), headline: isMain },
      {
        title: `main thread per token, ${name}`,
        unit: 'µs',
        rows: rowsOf('thread'),
        headline: true,
        plot: isMain,
      },
    ];
  },
};
