import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** The policy behind it is as strict as the package allows; `extra` says the rest. */
const policy = (extra: string) =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ws://127.0.0.1:*; ${extra}`;

/** A page without any tool: it serves dist/ as it is, under a content security policy. */
export class PlainPage {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** `workers`: what its policy says of `worker-src`. `missing`: the files of dist/ that it has not. */
  static async open({ workers = "'none'", missing = [] as string[] } = {}): Promise<PlainPage> {
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      if (path === '/') {
        response.setHeader('content-type', 'text/html');
        response.setHeader('content-security-policy', policy(`worker-src ${workers}`));
        return response.end(
          '<!doctype html><title>plain</title><script type="module" src="/page.js"></script>',
        );
      }
      if (path === '/page.js') {
        response.setHeader('content-type', 'text/javascript');
        return response.end("import * as chatwire from './index.js'; globalThis.chatwire = chatwire;");
      }
      if (path === '/inline.js') {
        response.setHeader('content-type', 'text/javascript');
        return response.end("import * as inline from './inline-worker.js'; globalThis.inline = inline;");
      }
      const file = `${dist}${path.slice(1)}`;
      if (!/^\/[\w.-]+\.js$/.test(path) || !existsSync(file) || missing.includes(path.slice(1))) {
        return response.writeHead(404).end();
      }
      response.setHeader('content-type', 'text/javascript');
      // A Worker's script has a policy of its own.
      response.setHeader('content-security-policy', policy(''));
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
