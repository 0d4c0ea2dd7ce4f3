import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from './faults.js';
import { sendJson } from './json-response.js';
import { isAllowedOrigin, isLoopbackAddress } from './origin.js';

/**
 * `POST /demo/cut`, `/demo/stop?seconds=10`, `/demo/flood?count=2000&size=245&connection=c1`: the buttons of the
 * demo page. Not for production, so the server offers them only when told to.
 */
export class DemoControl {
  readonly #faults: Faults;
  readonly #allowedOrigins: readonly string[];
  #isFlooding = false;

  constructor(faults: Faults, allowedOrigins: readonly string[]) {
    this.#faults = faults;
    this.#allowedOrigins = allowedOrigins;
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (request.method !== 'POST') {
      return sendJson(response, 405, { error: 'Use POST.' }, { Allow: 'POST' });
    }
    if (!this.#mayControl(request)) {
      return sendJson(response, 403, { error: 'Only pages of this server may control it.' });
    }
    switch (url.pathname) {
      case '/demo/cut':
        return sendJson(response, 200, { ok: true, cut: this.#faults.cut() });
      case '/demo/stop':
        return this.#stop(response, url);
      case '/demo/flood':
        return this.#flood(response, url);
      default:
        return sendJson(response, 404, { error: 'Known controls: /demo/cut, /demo/stop, /demo/flood.' });
    }
  }

  /** Browsers always send an Origin with a POST; a program without one must run on this machine. */
  #mayControl({ headers, socket }: IncomingMessage): boolean {
    if (headers.origin === undefined) return isLoopbackAddress(socket.remoteAddress);
    return isAllowedOrigin(headers.origin, headers.host, this.#allowedOrigins);
  }

  #stop(response: ServerResponse, url: URL): void {
    const seconds = numberIn(url, 'seconds', 10, 0, 60);
    if (seconds === undefined) {
      return sendJson(response, 400, { error: 'seconds must be a number from 0 to 60.' });
    }
    // The answer must be out before the server goes, so it goes when this connection is done.
    response.once('close', () => void this.#faults.stopFor(seconds * 1000).catch(reportLostPort));
    sendJson(response, 200, { ok: true, seconds }, { Connection: 'close' });
  }

  async #flood(response: ServerResponse, url: URL): Promise<void> {
    const count = numberIn(url, 'count', 2_000, 1, 100_000);
    const size = numberIn(url, 'size', 245, 0, 65_536);
    if (count === undefined || size === undefined) {
      return sendJson(response, 400, { error: 'count must be from 1 to 100000, size from 0 to 65536.' });
    }
    if (this.#isFlooding) return sendJson(response, 409, { error: 'A flood is running already.' });
    this.#isFlooding = true;
    try {
      const connectionId = url.searchParams.get('connection');
      const sent = await this.#faults.flood({ count, size, ...(connectionId && { connectionId }) });
      sendJson(response, 200, { ok: true, sent });
    } finally {
      this.#isFlooding = false;
    }
  }
}

/** A whole number from the query, `fallback` when absent, undefined when it is none or out of range. */
function numberIn(url: URL, name: string, fallback: number, min: number, max: number): number | undefined {
  const value = Math.floor(Number(url.searchParams.get(name) ?? fallback));
  return value >= min && value <= max ? value : undefined;
}

function reportLostPort(error: Error): void {
  console.error(`The server could not come back on its port: ${error.message}. Start it again.`);
}
