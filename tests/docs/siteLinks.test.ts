import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkSite } from '../../scripts/docs/links.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatwire-site-'));
  writeFileSync(join(folder, 'other.html'), '<h2 id="place">A place</h2>');
});

afterEach(() => rmSync(folder, { recursive: true }));

const check = (html: string) => {
  writeFileSync(join(folder, 'index.html'), html);
  checkSite(folder);
};

it('takes a site whose links lead somewhere', () => {
  check(
    '<a href="/other#place">a</a> <a href="./other.html">b</a> <a href="https://example.com">c</a> <a href="#">d</a>',
  );
});

it.each([
  ['<a href="/missing">', 'index.html: /missing leads nowhere'],
  ['<a href="other.html#nowhere">', 'index.html: other.html#nowhere names no place of its page'],
  ['<img src="missing.svg">', 'index.html: missing.svg leads nowhere'],
  ['<script src="https://cdn.example.com/a.js">', 'index.html loads https://cdn.example.com/a.js'],
  ['<link rel="stylesheet" href="//cdn.example.com/a.css">', 'index.html loads //cdn.example.com/a.css'],
])('refuses %s', (html, fault) => {
  expect(() => check(html)).toThrow(fault);
});
