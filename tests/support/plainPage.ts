import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** A page without any tool: it serves dist/ as it is, under a content security policy as strict as the package allows. */
export class PlainPage {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<PlainPage> {
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      if (path === '/') {
        response.setHeader('content-type', 'text/html');
        response.setHeader(
          'content-security-policy',
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ws://127.0.0.1:*",
        );
        return response.end(
          '<!doctype html><title>plain</title><script type="module" src="/page.js"></script>',
        );
      }
      if (path === '/page.js') {
        response.setHeader('content-type', 'text/javascript');
        return response.end("import * as chatwire from './index.js'; globalThis.chatwire = chatwire;");
      }
      const file = `${dist}${path.slice(1)}`;
      if (!/^\/[\w.]+\.js$/.test(path) || !existsSync(file)) return response.writeHead(404).end();
      response.setHeader('content-type', 'text/javascript');
      return createReadStream(file).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PlainPage(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
