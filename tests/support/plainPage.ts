import { readFileSync, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** What a page's server says to a request. */
export interface Answer {
  status?: number;
  type: string;
  body: string | Buffer;
}

export interface PlainPageOptions {
  /** What its policy says of `worker-src`. */
  workers?: string;
  /** Whether its policy, and that of a Worker's script, allow WebAssembly. */
  wasm?: boolean;
  /** The files of dist/ that it has not. */
  missing?: string[];
  /** What it has beside, or in their place. */
  files?: Record<string, Answer>;
}

const script = (body: string): Answer => ({ type: 'text/javascript', body });

/** What each of these leaves in the page under its name. */
const scripts: Record<string, Answer> = {
  '/page.js': script("import * as chatwire from './index.js'; globalThis.chatwire = chatwire;"),
  '/inline.js': script("import * as inline from './inline-worker.js'; globalThis.inline = inline;"),
  '/slimPage.js': script("import * as slim from './slim.js'; globalThis.slim = slim;"),
};

/** A page without any tool: it serves dist/ as it is, under a content security policy as strict as the package allows. */
export class PlainPage {
  readonly #server: Server;
  readonly #options: Required<PlainPageOptions>;

  private constructor(options: PlainPageOptions) {
    this.#options = { workers: "'none'", wasm: true, missing: [], files: {}, ...options };
    this.#server = createServer(({ url = '/' }, response) => {
      const { status = 200, type, body } = this.#answer(url);
      response.writeHead(status, { 'content-type': type, 'content-security-policy': this.#policy(url) });
      response.end(body);
    });
  }

  static async open(options: PlainPageOptions = {}): Promise<PlainPage> {
    const page = new PlainPage(options);
    await new Promise<void>((resolve) => page.#server.listen(0, '127.0.0.1', resolve));
    return page;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** What is answered to this path from now on. */
  serve(path: string, answer: Answer): void {
    this.#options.files[path] = answer;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** A Worker's script has a policy of its own. */
  #policy(path: string): string {
    const { wasm, workers } = this.#options;
    const scriptSources = wasm ? "'self' 'wasm-unsafe-eval'" : "'self'";
    const policy = `default-src 'none'; script-src ${scriptSources}; connect-src 'self' ws://127.0.0.1:*`;
    return path === '/' ? `${policy}; worker-src ${workers}` : policy;
  }

  #answer(path: string): Answer {
    const { files, missing } = this.#options;
    const own = files[path] ?? scripts[path];
    if (own) return own;
    if (path === '/')
      return {
        type: 'text/html',
        body: '<!doctype html><title>plain</title><script type="module" src="/page.js"></script>',
      };
    const file = `${dist}${path.slice(1)}`;
    const isThere =
      /^\/[\w.-]+\.(js|wasm)$/.test(path) && existsSync(file) && !missing.includes(path.slice(1));
    if (!isThere) return { status: 404, type: 'text/plain', body: 'Not found' };
    const type = path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    return { type, body: readFileSync(file) };
  }
}
