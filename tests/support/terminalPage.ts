import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { TerminalBuffer } from '../../js-glue/terminal.ts';
import { complaintsOf } from './chromium.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

declare global {
  /** What the page shows. */
  var terminal: TerminalBuffer;
}

const script = `
  import { TerminalView } from 'chatwire/react/components';
  import { TerminalBuffer } from 'chatwire/terminal';
  import { createRoot } from 'react-dom/client';
  globalThis.terminal = new TerminalBuffer();
  const root = createRoot(document.querySelector('main'));
  root.render(<TerminalView buffer={terminal} />);`;

/** Source and stylesheet as one file each: in the repository `chatwire` means the sources. */
async function bundle(contents: string, loader: 'tsx' | 'css'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader, resolveDir: root },
    tsconfig: `${root}tsconfig.json`,
    define: { 'process.env.NODE_ENV': '"production"' },
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** A page with nothing but a `TerminalView`, laid out by a real browser. */
export class TerminalPage {
  private constructor(
    readonly page: Page,
    readonly complaints: string[],
  ) {}

  static async open(
    browser: Browser,
    { isStyled = true, ...options }: Parameters<Browser['newPage']>[0] & { isStyled?: boolean } = {},
  ): Promise<TerminalPage> {
    const page = await browser.newPage({ viewport: { width: 900, height: 500 }, ...options });
    const terminal = new TerminalPage(page, complaintsOf(page));
    await page.setContent(
      '<!doctype html><html lang="en"><title>Terminal</title><meta name="color-scheme" content="light dark"><main></main>',
    );
    if (isStyled)
      await page.addStyleTag({ content: await bundle("@import './js-glue/styles/index.css';", 'css') });
    await page.addScriptTag({ content: await bundle(script, 'tsx') });
    await terminal.log.waitFor({ state: 'attached' });
    return terminal;
  }

  get log() {
    return this.page.getByRole('log');
  }

  get lines() {
    return this.page.locator('.chatwire-terminal-line');
  }

  /** Writes lines with numbers, from and up to these; resolves when they show. */
  write(from: number, to: number): Promise<void> {
    return this.page.evaluate(
      async ([first, last]) => {
        for (let n = first; n <= last; n++) terminal.write(`line ${n}\n`);
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      },
      [from, to] as const,
    );
  }

  /** How it is scrolled, which lines are in the document, and which of them is the first to be seen. */
  position() {
    return this.log.evaluate((log) => {
      const rows = [...log.querySelectorAll('.chatwire-terminal-line')];
      const { top } = log.getBoundingClientRect();
      const firstVisible = rows.find((row) => row.getBoundingClientRect().bottom > top + 1);
      return {
        fromBottom: log.scrollHeight - log.clientHeight - log.scrollTop,
        scrollHeight: log.scrollHeight,
        rows: rows.length,
        first: firstVisible?.textContent.trimEnd(),
        last: rows.at(-1)?.textContent.trimEnd(),
        isFollowing: log.getAttribute('data-following') === 'true',
      };
    });
  }

  /** Kept under build/screenshots/, for whoever wants to look. */
  async shoot(name: string): Promise<void> {
    mkdirSync(`${root}build/screenshots`, { recursive: true });
    await this.page.screenshot({ path: `${root}build/screenshots/${name}.png` });
  }
}
