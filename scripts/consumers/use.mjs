import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { TextDecoderStream } from 'node:stream/web';
import { Failure } from '../lib/failure.mjs';
import { run } from '../lib/run.mjs';
import { environmentOf } from './install.mjs';
import { serveCommand, serveFolder } from './serve.mjs';

const threads = ['main', 'worker'];
const MINUTE = 60_000;

/** Builds an application. */
export async function build({ build: commands = [], html, pages, newerNode }, folder) {
  for (const command of commands) {
    const [program, ...args] = command.split(' ');
    await run(program, args, { cwd: folder, env: environmentOf(folder, newerNode), timeout: 5 * MINUTE });
  }
  if (html) cpSync(join(folder, html), join(folder, pages, html));
}

/** Asks its question in each thread, and throws where the answer is not what it should be. */
export async function use(cell, folder, { browser, server }) {
  if (cell.test) return runTests(cell, folder, server);
  if (cell.command) return runProgram(cell, folder, server);
  const site = cell.pages
    ? await serveFolder(join(folder, cell.pages), cell)
    : await serveCommand(cell.server, folder, environmentOf(folder, cell.newerNode));
  try {
    for (const thread of threads) await openPage(cell, thread, site.url, { browser, server });
    if (cell.streams) await expectStream(site.url + cell.streams);
  } finally {
    site.close();
  }
}

async function openPage({ paths = {}, asksFor, worker = 'worker' }, thread, site, { browser, server }) {
  const page = await browser.newPage();
  const complaints = [];
  const addresses = [];
  page.on('request', (request) => addresses.push(new URL(request.url()).pathname));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
      complaints.push(message.text());
  });
  try {
    const query = new URLSearchParams({ server, thread });
    await page.goto(`${site}${paths[thread] ?? '/'}?${query}`);
    const answer = page.locator('#answer', { hasText: '42' });
    await answer.waitFor({ timeout: MINUTE / 2 });
    const used = await answer.getAttribute('data-thread');
    expectThread(used, thread === 'main' ? 'main' : worker);
    const isAsked = addresses.some((address) => address.endsWith(asksFor));
    if (asksFor && thread === 'main' && !isAsked) throw new Error(`it did not ask for ${asksFor}`);
  } catch (error) {
    throw new Failure([`thread: '${thread}': ${error.message}`, ...complaints].join('\n'));
  } finally {
    await page.close();
  }
  if (complaints.length > 0) throw new Failure(`thread: '${thread}': ${complaints.join('\n')}`);
}

async function runProgram({ command, worker = 'worker', newerNode }, folder, server) {
  for (const thread of threads) {
    const [program, ...args] = [...command.split(' '), server, thread];
    const { output } = await run(program, args, {
      cwd: folder,
      env: environmentOf(folder, newerNode),
      timeout: MINUTE / 2,
    });
    const { answer, thread: used } = JSON.parse(output);
    if (!answer.includes('42')) throw new Failure(`thread: '${thread}': answered ${answer}`);
    expectThread(used, thread === 'main' ? 'main' : worker);
  }
}

async function runTests({ test, newerNode }, folder, server) {
  const [program, ...args] = test.split(' ');
  const env = { ...environmentOf(folder, newerNode), SERVER: server };
  await run(program, args, { cwd: folder, env, timeout: MINUTE });
}

/** What a page has at once must come before what it waits for, in one answer. */
async function expectStream(url) {
  const { body } = await fetch(url);
  const parts = [];
  for await (const part of body.pipeThrough(new TextDecoderStream())) parts.push(part);
  const first = parts.findIndex((part) => part.includes('not yet'));
  // React puts a comment between the words.
  const late = parts.findIndex((part) => /late: (<!-- -->)?idle/.test(part));
  if (first < 0 || late <= first)
    throw new Failure(`${url} came in ${parts.length} parts: ${first}, ${late}`);
}

function expectThread(used, wanted) {
  if (used !== wanted) throw new Failure(`it runs in '${used}', not in '${wanted}'`);
}
