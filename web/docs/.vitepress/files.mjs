import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A plugin of markdown-it. Pages link to each other, and to what is no page: a licence, a folder, a JSON document. Such files go into the
 * site; a folder stands for its README, and a folder without one is only named.
 */
export function filesOfTheRepository(markdown, root) {
  markdown.core.ruler.push('files of the repository', ({ tokens, env }) => {
    for (const { children } of tokens) {
      const open = [];
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          open.push(token);
          mend(token, env.relativePath, root);
        } else if (token.type === 'link_close' && open.pop()?.tag === 'span') token.tag = 'span';
      }
    }
  });
}

function mend(token, page, root) {
  const href = token.attrGet('href') ?? '';
  if (/^([a-z]+:|[#/])/i.test(href) || /\.md(#|$)/.test(href)) return;
  const path = join(dirname(page), decodeURI(href));
  if (!existsSync(join(root, path))) return;
  if (!statSync(join(root, path)).isDirectory()) return publish(token, path, root);
  if (existsSync(join(root, path, 'README.md'))) return token.attrSet('href', `${href}/README.md`);
  token.tag = 'span';
  token.attrs = [];
}

function publish(token, path, root) {
  const target = /\.\w+$/.test(path) ? path : `${path}.txt`;
  const copy = join(root, 'build/docs-files', target);
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(join(root, path), copy);
  token.attrSet('href', `/${target}`);
  token.attrSet('target', '_self');
}
