import { build } from 'esbuild';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('page.tsx', import.meta.url));

const html = `<!doctype html><html lang="en"><title>Components</title>
<meta name="viewport" content="width=device-width">
<style>:root { color-scheme: light dark } body { margin: 0; background: var(--chatwire-ground) }</style>
<link rel="stylesheet" href="/page.css"><main id="root"></main>
<script type="module" src="/page.js"></script>`;

/** Serves a page of the package's components, made from dist/ as a consumer would. */
export async function serveComponents(): Promise<{ url: string; close: () => void }> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Not the repository's paths, which lead to the sources.
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx' } },
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  const server = createServer(({ url = '/' }, response) => {
    const isPage = url === '/';
    response.setHeader(
      'content-type',
      isPage ? 'text/html' : url.endsWith('.css') ? 'text/css' : 'text/javascript',
    );
    response.end(isPage ? html : (files.get(url) ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
