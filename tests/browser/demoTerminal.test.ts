import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { demoTests, type DemoPage, type PageOptions } from '../support/demoPage.ts';

const open = demoTests();
let demo: DemoPage;

async function openTerminal(options: PageOptions = {}): Promise<void> {
  demo = await open('terminal', options);
  await demo.reaches('connected');
}

/** A line of the terminal that has this text. */
function line(text: string): Locator {
  return demo.page.locator('.chatwire-terminal-line', { hasText: text });
}

function task(command: string, status: string): Locator {
  return demo.page.locator(`[data-testid=task][data-status=${status}]`, { hasText: command });
}

it('shows what a task prints, in its colours, with its status and the activity beside it (S2.36, S2.42)', async () => {
  await openTerminal();
  await demo.get('run-tests').click();
  await task('npm test', 'running').waitFor();
  await line('comes back after a cut').waitFor();
  await task('npm test', 'done').waitFor();
  const passed = line('42 passed').locator('.chatwire-terminal-bold');
  expect(await passed.getAttribute('class')).toContain('chatwire-terminal-color-2');
  expect(await line('$ npm test').getAttribute('data-kind')).toBe('info');
  await demo.page
    .locator('[data-testid=log-entry][data-level=info]', { hasText: 'npm test is done' })
    .waitFor();
  await demo.shoot('terminal');
});

it('tells a task that failed in red, in the list, and among the errors of the activity (S2.46)', async () => {
  await openTerminal();
  await demo.get('run-deploy').click();
  await task('deploy.sh', 'failed').waitFor();
  expect(await line('staging failed').getAttribute('data-kind')).toBe('error');
  const toast = demo.page.locator('.chatwire-toast[data-level=error]', { hasText: 'Task failed' });
  expect(await toast.textContent()).toContain('deploy.sh staging');
  await demo.get('errors-only').check();
  expect(await demo.get('log-entry').evaluateAll((rows) => rows.map((row) => row.dataset['level']))).toEqual([
    'error',
  ]);
  await demo.shoot('terminal-failed');
});

it('runs tasks one after the other, and draws a progress bar over itself', async () => {
  await openTerminal();
  await demo.get('run-build').click();
  await demo.get('run-tests').click();
  await task('npm run build', 'running').waitFor();
  await task('npm test', 'queued').waitFor();
  await task('npm run build', 'done').waitFor();
  expect(await line(' %').allTextContents()).toEqual([expect.stringMatching(/█{24} 100 %\s*$/)]);
  await task('npm test', 'done').waitFor();
});

it('keeps only the lines in sight in the document, and exports all of them (S2.49)', async () => {
  await openTerminal();
  await demo.get('run-log').click();
  await line('request 1899').waitFor();
  expect(await demo.page.locator('.chatwire-terminal-line').count()).toBeLessThan(200);
  const download = demo.page.waitForEvent('download');
  await demo.page.getByRole('button', { name: 'Export' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text.match(/request \d+ took/g)).toHaveLength(900);
});

it('prints what the visitor writes, and what looks like markup as text (S2.50)', async () => {
  await openTerminal();
  await demo.get('prompt').fill('\\e[31m<b>red</b>');
  await demo.page.keyboard.press('Enter');
  const red = line('<b>red</b>').locator('.chatwire-terminal-color-1');
  await red.waitFor();
  expect(await red.textContent()).toBe('<b>red</b>');
});

it('says what it missed while the line was cut, and goes on with what comes after', async () => {
  await openTerminal();
  await demo.get('run-tests').click();
  await task('npm test', 'running').waitFor();
  await demo.get('run-deploy').click();
  await task('deploy.sh', 'queued').waitFor();
  demo.server.faults.cut({ system: 'dashboard' });
  await task('npm test', 'missed').waitFor();
  await line('Connection lost').waitFor();
  await demo.shoot('terminal-cut');
  await demo.reaches('connected');
  await task('deploy.sh', 'failed').waitFor();
  expect(demo.server.connectionCount).toBe(1);
});

it('goes on while another tab is looked at', async () => {
  await openTerminal();
  await demo.get('run-tests').click();
  await demo.tab('Inspector').click();
  await demo.page.waitForTimeout(2500);
  await demo.tab('Terminal').click();
  await line('42 passed').waitFor();
  await task('npm test', 'done').waitFor();
});

it('fits a phone, light and dark, without scrolling sideways', async () => {
  await openTerminal({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
  await demo.get('run-tests').click();
  await task('npm test', 'done').waitFor();
  await demo.page.getByRole('searchbox').fill('test');
  // Nothing lies above them.
  await demo.page.getByRole('button', { name: 'Previous match' }).click({ trial: true });
  await demo.page.getByRole('button', { name: 'Next match' }).click({ trial: true });
  await demo.shoot('terminal-phone-dark');
  expect(await demo.overflow()).toBe(0);
});
