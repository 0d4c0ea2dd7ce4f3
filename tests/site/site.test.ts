import { existsSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFolder } from '../../scripts/consumers/serve.mjs';
import { at, documents } from '../docs/support/documents.ts';
import { launchChromium } from '../support/chromium.ts';

const { exports } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as {
  exports: Record<string, { import?: { types?: string } }>;
};
/** Of the package, each with its declarations. Those of `chatwire/react/<system>` are those of `chatwire/<system>`. */
const entries = Object.entries(exports).flatMap(([name, { import: file }]) =>
  file?.types && !/^\.\/react\/(?!components)/.test(name) ? [{ name: name.slice(2), types: file.types }] : [],
);
const page = (name: string) => at(`build/docs/api/chatwire${name && '/'}${name}.html`);

describe('the site', () => {
  it.each(documents().map(({ path }) => path))('has the page %s', (path) => {
    expect(existsSync(at(`build/docs/${path.replace(/\.md$/, '.html')}`))).toBe(true);
  });

  it('has each name that an entry of the package exports', () => {
    const program = ts.createProgram(
      entries.map(({ types }) => at(types)),
      { moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, skipLibCheck: true },
    );
    const checker = program.getTypeChecker();
    for (const { name, types } of entries) {
      const file = program.getSourceFile(at(types))!;
      const names = checker
        .getExportsOfModule(checker.getSymbolAtLocation(file)!)
        .map((symbol) => symbol.name);
      const html = readFileSync(page(name), 'utf8');
      expect(names.length, name).toBeGreaterThan(0);
      for (const each of names)
        expect(html, name).toMatch(new RegExp(`<h[23] id="${each.toLowerCase()}(-\\d+)?"`));
    }
  });

  it('has the headers of C++', () => {
    expect(readFileSync(at('build/docs/cpp/annotated.html'), 'utf8')).toContain('>Outbox<');
  });
});

describe('in Chromium, the site', () => {
  let browser: Browser;
  let site: { url: string; close: () => void };

  beforeAll(async () => {
    browser = await launchChromium();
    site = await serveFolder(at('build/docs'));
  });

  afterAll(async () => {
    await browser.close();
    site.close();
  });

  it.each([
    '/',
    '/docs/QUICK_START.html',
    '/docs/CONNECTION.html',
    '/docs/PERFORMANCE.html',
    '/api/chatwire.html',
  ])('%s is as wide as a phone, asks nobody else for anything, and complains of nothing', async (path) => {
    const tab = await browser.newPage({ viewport: { width: 360, height: 740 } });
    const complaints: string[] = [];
    tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('request', (request) => request.url().startsWith(site.url) || complaints.push(request.url()));
    await tab.goto(site.url + path, { waitUntil: 'networkidle' });
    expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(complaints).toEqual([]);
    await tab.close();
  });

  it('finds an error code, here and now', async () => {
    const tab = await browser.newPage();
    await tab.goto(site.url, { waitUntil: 'networkidle' });
    await tab.keyboard.press('Control+k');
    await tab.getByPlaceholder('Search').last().fill('LINK_DEAD');
    const found = tab.getByRole('option').first();
    await found.waitFor();
    expect(await found.textContent()).toContain('LINK_DEAD');
    await tab.close();
  });
});
