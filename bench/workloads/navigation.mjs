import { setTimeout as sleep } from 'node:timers/promises';
import { launchChromium } from '../../scripts/lib/chromium.mjs';
import { openPage, writePage } from '../lib/chromium.mjs';
import { compare, interleave } from '../lib/measure.mjs';
import { startServer } from '../lib/server.mjs';

const contenders = [
  { name: 'by hand, setState per message', file: 'byHand' },
  { name: 'chatwire/react', file: 'chatwireMessages' },
  { name: 'chatwire/react, in a Worker', file: 'chatwireWorker' },
];
/** As long as React keeps a transition waiting at most, and some more. */
const SECONDS = 7;

/** How long a view takes to be shown beside a stream, in milliseconds. */
async function navigation({ file }, { browser, server, perSecond }) {
  const { page, close } = await openPage(browser, server, `navigation-${file}`);
  const connected = server.connected();
  await page.evaluate((url) => window.bench.show(url), server.url);
  await connected;
  const streamed = server.flood({ count: perSecond * SECONDS, bytes: 245, perSecond });
  await sleep(500);
  const time = await page.evaluate(() => window.bench.navigate());
  await streamed;
  await close();
  return time;
}

export default {
  title: 'React: to another view beside a stream',
  about:
    'Headless Chromium, React’s production build: while a text streams in, a transition (`startTransition`) shows a view whose sixty rows ' +
    'take 4 ms each to render. From the start of the transition until the view is there.',
  cases: [{ name: '200 messages a second', perSecond: 200 }],
  async run({ name, perSecond }, { quick }) {
    const [browser, server] = await Promise.all([launchChromium(), startServer()]);
    for (const { file } of contenders) {
      await writePage(
        `navigation-${file}`,
        `import * as peer from './peers/storm/${file}.mjs';
         import { showNavigation } from './lib/navigation.mjs';
         showNavigation(peer);`,
      );
    }
    const samples = await interleave(contenders, {
      rounds: quick ? 1 : 5,
      warmUp: 0,
      sample: (contender) => navigation(contender, { browser, server, perSecond }),
    });
    await browser.close();
    server.close();
    const names = contenders.map((contender) => contender.name);
    return [
      {
        title: `until the view is there, ${name}`,
        unit: 'ms',
        rows: compare(names, samples),
        headline: true,
      },
    ];
  },
};
