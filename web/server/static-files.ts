import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Browsers refuse module scripts and streaming compilation of wasm when these are wrong. */
const MIME_TYPES = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.ico', 'image/x-icon'],
  ['.jpg', 'image/jpeg'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.wasm', 'application/wasm'],
  ['.webmanifest', 'application/manifest+json'],
  ['.woff2', 'font/woff2'],
]);

/** Serves the files below one folder, and its `index.html` for paths of the page's own router. */
export class StaticFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Answers the request and returns true, or returns false when there is no such file. */
  async serve(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean> {
    const file = (await this.#find(pathname)) ?? (await this.#fallback(request, pathname));
    if (!file) return false;
    response.writeHead(200, {
      'Content-Type': MIME_TYPES.get(extname(file.path)) ?? 'application/octet-stream',
      'Content-Length': file.size,
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
    });
    if (request.method === 'HEAD') {
      response.end();
      return true;
    }
    // A reader who leaves half-way is no error of ours; the pipeline closes the file.
    await pipeline(createReadStream(file.path), response).catch(() => response.destroy());
    return true;
  }

  async #fallback(request: IncomingMessage, pathname: string) {
    const wantsPage = (request.headers.accept ?? '').includes('text/html') && extname(pathname) === '';
    return wantsPage ? this.#find('/index.html') : undefined;
  }

  async #find(pathname: string): Promise<{ path: string; size: number } | undefined> {
    const relative = decode(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    // Hidden files (.env, .git) are never part of a built page; this also takes out every "..".
    if (relative === undefined || /\0|(^|[\\/])\./.test(relative)) return undefined;
    try {
      // Compared after symbolic links are resolved: a link inside the folder must not lead out of it.
      const root = await realpath(this.#root);
      const path = await realpath(join(root, relative));
      if (!path.startsWith(root + sep)) return undefined;
      const info = await stat(path);
      return info.isFile() ? { path, size: info.size } : undefined;
    } catch {
      return undefined;
    }
  }
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}
