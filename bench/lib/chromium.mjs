import { mkdirSync, writeFileSync } from 'node:fs';
import { at } from '../../scripts/lib/paths.mjs';
import { bundled } from './bundle.mjs';

/** Writes a page's script where the server finds it. */
export async function writePage(name, contents) {
  const folder = at('build/bench/pages');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}.js`, await bundled(contents, { whole: true }));
}

/** The page's script of a peer's adapter. */
export const writePeerPage = (peer) =>
  writePage(
    fileOf(peer),
    `import { open } from ${JSON.stringify(peer.file)};
     import { serve } from './lib/page.mjs';
     serve(open);`,
  );

export const fileOf = (peer) => peer.file.replace(/^.*\/|\.mjs$/g, '');

/** A fresh page with that script, in a context of its own; `threadTime` is what its main thread has worked, in microseconds. */
export async function openPage(browser, server, file) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(server.page);
  await page.addScriptTag({ url: `/pages/${file}.js`, type: 'module' });
  await page.waitForFunction(() => 'bench' in window);
  const devtools = await context.newCDPSession(page);
  // The thread's own time: what other processes take of the machine does not count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    page,
    async threadTime() {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration').value * 1e6;
    },
    complaints,
    async close() {
      await context.close();
      if (complaints.length > 0) throw new Error(`${file}: ${complaints[0]}`);
    },
    abandon: () => context.close(),
  };
}
