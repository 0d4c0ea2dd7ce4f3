import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { TerminalPage } from '../support/terminalPage.ts';
import { until } from '../support/until.ts';

let browser: Browser;
let terminalPage: TerminalPage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  expect(terminalPage.complaints).toEqual([]);
  await terminalPage.page.close();
});

it('S2.90: a million lines leave 10,000, some dozens in the document, and the heap as it was', async () => {
  terminalPage = await TerminalPage.open(browser);
  const session = await terminalPage.page.context().newCDPSession(terminalPage.page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const push = (from: number, to: number) =>
    terminalPage.page.evaluate(
      async ([first, last]) => {
        for (let n = first; n <= last; n++) {
          terminal.write(`\x1b[3${n % 8}mline ${n}\x1b[0m of a build that goes on and on\n`);
          if (n % 20_000 === 0) await new Promise(requestAnimationFrame);
        }
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      },
      [from, to] as const,
    );
  await push(1, 20_000);
  const before = await heap();
  await push(20_001, 1_000_000);
  const growth = (await heap()) - before;
  const { rows, last, fromBottom, scrollHeight } = await terminalPage.position();
  expect([last, scrollHeight, Math.round(fromBottom)]).toEqual([
    'line 1000000 of a build that goes on and on',
    10_000 * 20,
    0,
  ]);
  expect(rows).toBeLessThan(80);
  expect(growth).toBeLessThan(3_000_000);
  expect(await terminalPage.page.getByText('990000 older lines dropped').isVisible()).toBe(true);
}, 120_000);

it('S2.79: shows a line within a frame of the one that collects it, and changes the document once per frame', async () => {
  terminalPage = await TerminalPage.open(browser);
  const { shown, changes, frames } = await terminalPage.page.evaluate(async () => {
    const log = document.querySelector('[role=log]');
    const frame = () => new Promise(requestAnimationFrame);
    terminal.write('first\n');
    await frame();
    // What streams is rendered behind that frame, by a transition.
    await frame();
    const shown = log?.textContent.includes('first');
    let changes = 0;
    new MutationObserver(() => changes++).observe(log!, { childList: true, subtree: true });
    let frames = 0;
    for (; frames < 10; frames++) {
      for (let n = 0; n < 50; n++) {
        terminal.write(`line ${n}\n`);
        await Promise.resolve();
      }
      await frame();
    }
    return { shown, changes, frames };
  });
  expect(shown).toBe(true);
  expect(changes).toBeGreaterThan(0);
  expect(changes).toBeLessThanOrEqual(frames);
});

it('S2.37 S2.48 S2.88: stays with the newest lines until the wheel turns up, and again from the bottom', async () => {
  terminalPage = await TerminalPage.open(browser);
  await terminalPage.write(1, 9_900);
  expect(await terminalPage.position()).toMatchObject({
    fromBottom: 0,
    last: 'line 9900',
    isFollowing: true,
  });

  await terminalPage.log.hover();
  await terminalPage.page.mouse.wheel(0, -1000);
  await until(async () => !(await terminalPage.position()).isFollowing, 'the wheel');
  await terminalPage.write(9_901, 9_950);
  const { first } = await terminalPage.position();
  // The first of these still fit, and the others push out old ones.
  await terminalPage.write(9_951, 10_500);
  expect(await terminalPage.position()).toMatchObject({ first, isFollowing: false });

  await terminalPage.log.focus();
  await terminalPage.page.keyboard.press('End');
  await until(async () => (await terminalPage.position()).isFollowing, 'the end');
  await terminalPage.write(10_501, 10_600);
  expect(await terminalPage.position()).toMatchObject({ fromBottom: 0, last: 'line 10600' });

  await terminalPage.page.keyboard.press('Home');
  await until(async () => (await terminalPage.position()).first === 'line 601', 'the top');
  await terminalPage.page.getByRole('button', { name: 'Follow' }).click();
  expect(await terminalPage.position()).toMatchObject({
    fromBottom: 0,
    last: 'line 10600',
    isFollowing: true,
  });
});

it('finds a match wherever it is, sideways too', async () => {
  terminalPage = await TerminalPage.open(browser);
  await terminalPage.write(1, 5_000);
  await terminalPage.page.evaluate(() => terminal.write(`${' '.repeat(2000)}needle\n`));
  await terminalPage.write(5_001, 9_000);
  await terminalPage.page.getByRole('searchbox').fill('NEEDLE');
  await terminalPage.page.keyboard.press('Enter');
  const mark = terminalPage.page.locator('mark[data-current]');
  await mark.waitFor();
  const [found, view] = [await mark.boundingBox(), await terminalPage.log.boundingBox()];
  expect(found!.x).toBeGreaterThanOrEqual(view!.x);
  expect(found!.x + found!.width).toBeLessThanOrEqual(view!.x + view!.width + 1);
  expect(found!.y).toBeGreaterThanOrEqual(view!.y);
  expect(found!.y + found!.height).toBeLessThanOrEqual(view!.y + view!.height + 1);
  expect(await terminalPage.page.getByText('1 of 1').isVisible()).toBe(true);
});

it('S2.40 S2.49: saves a text file of all lines, and gives what is selected as it reads', async () => {
  terminalPage = await TerminalPage.open(browser);
  await terminalPage.write(1, 3_000);
  const [download] = await Promise.all([
    terminalPage.page.waitForEvent('download'),
    terminalPage.page.getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^terminal-.*\.txt$/);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text === Array.from({ length: 3_000 }, (_, index) => `line ${index + 1}\n`).join('')).toBe(true);

  const selected = await terminalPage.page.evaluate(() => {
    const rows = document.querySelectorAll('.chatwire-terminal-line');
    const selection = getSelection()!;
    selection.setBaseAndExtent(rows[3]!, 0, rows[5]!, 1);
    return { text: selection.toString(), rows: [3, 4, 5].map((n) => rows[n]!.textContent.trimEnd()) };
  });
  expect(selected.text.trimEnd()).toBe(selected.rows.join('\n'));
});

it('is of use without the stylesheet', async () => {
  terminalPage = await TerminalPage.open(browser, { isStyled: false });
  await terminalPage.write(1, 9_000);
  const { rows, last } = await terminalPage.position();
  expect(rows).toBeLessThan(600);
  expect(last).toBe('line 9000');
});

it.each(['light', 'dark'] as const)(
  'can be read in a %s page, on a desktop and at 320 px',
  async (colorScheme) => {
    terminalPage = await TerminalPage.open(browser, { colorScheme });
    await terminalPage.page.evaluate(async () => {
      terminal.addLine('Connected', 'connection');
      terminal.addLine('Task build-7: running', 'status');
      terminal.addLine('$ make -j2', 'info');
      terminal.write('[1/3] compiling\r[2/3] compiling\r[3/3] linking  \n');
      terminal.write(
        '\x1b[1mbold\x1b[0m \x1b[2mdim\x1b[0m \x1b[3mitalic\x1b[0m \x1b[4munderline\x1b[0m \x1b[7minverse\x1b[0m\n',
      );
      for (const base of [30, 90, 40, 100]) {
        for (let color = 0; color < 8; color++)
          terminal.write(`\x1b[${base + color}m color ${color} \x1b[0m`);
        terminal.write('\n');
      }
      for (let color = 0; color < 8; color++)
        terminal.write(`\x1b[7;${30 + color}m inverse ${color} \x1b[0m`);
      terminal.write(
        '\n\x1b[38;2;255;160;0mtrue colour\x1b[0m and \x1b[38;5;45m256 colours\x1b[0m 世界 😀\n',
      );
      terminal.write('warning: unused variable\n', 'error');
      terminal.write(`${'a long line '.repeat(400)}\n`);
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    });
    await terminalPage.page.getByRole('searchbox').fill('color 3');
    await terminalPage.page.keyboard.press('Enter');
    await terminalPage.shoot(`terminal-${colorScheme}`);
    expect(await barriers()).toEqual([]);

    await terminalPage.page.setViewportSize({ width: 320, height: 640 });
    await terminalPage.shoot(`terminal-${colorScheme}-narrow`);
    expect(await terminalPage.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      320,
    );
  },
);

/** What axe finds wrong with what is in sight, contrast included. */
async function barriers(): Promise<string[]> {
  await terminalPage.page.addScriptTag({ content: axe.source });
  return terminalPage.page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await inPage.run('main', { rules: { region: { enabled: false } } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
