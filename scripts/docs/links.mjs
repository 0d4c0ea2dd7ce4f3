import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { filesIn } from '../lib/stamp.mjs';

const attribute = /\s(href|src)="([^"]*)"/g;
const loaded = /<(?:script|img|link|iframe|source)\b[^>]*\s(?:href|src)="((?:https?:)?\/\/[^"]*)"/g;

/** Throws a Failure where a page links to what is not there, to an anchor that its goal has not, or loads anything from elsewhere. */
export function checkSite(folder) {
  const pages = new Map(
    filesIn([folder], (path) => path.endsWith('.html')).map((path) => [path, readFileSync(path, 'utf8')]),
  );
  const faults = [];
  for (const [path, html] of pages) {
    const name = relative(folder, path);
    for (const [, address] of html.matchAll(loaded)) faults.push(`${name} loads ${address}`);
    // Doxygen answers for its own pages.
    if (name.startsWith('cpp/')) continue;
    for (const [, , address] of html.matchAll(attribute)) {
      const fault = faultOf(address.replaceAll('&amp;', '&'), path);
      if (fault) faults.push(`${name}: ${fault}`);
    }
  }
  if (faults.length > 0)
    throw new Failure(faults.join('\n'), 'Mend these links, in the pages or in the comments.');

  function faultOf(address, path) {
    if (/^[a-z]+:/i.test(address)) return undefined;
    const [file, anchor] = address.split('#');
    const goal = goalOf(decodeURI(file.replace(/\?.*/, '')), path);
    if (!goal) return `${address} leads nowhere`;
    if (!anchor || !pages.has(goal) || hasAnchor(pages.get(goal), decodeURIComponent(anchor)))
      return undefined;
    return `${address} names no place of its page`;
  }

  function goalOf(file, path) {
    if (file === '') return path;
    const target = file.startsWith('/') ? join(folder, file) : join(dirname(path), file);
    return [target, `${target}.html`, join(target, 'index.html')].find(
      (each) => /\.\w+$/.test(each) && existsSync(each),
    );
  }
}

const hasAnchor = (html, anchor) => html.includes(`id="${anchor}"`);
