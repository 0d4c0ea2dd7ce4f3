import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../json-response.js';
import { isAllowedOrigin, isLoopbackAddress } from '../origin.js';
import { BadRequest } from './bad-request.js';
import { readBody } from './body.js';
import { CONTROLS, type Controlled, type Reply } from './controls.js';

/**
 * `POST /demo/…` and `POST /auth/token`: the buttons of the demo page, and the hands of tests in another process. Not for
 * production, so the server offers them only when told to.
 */
export class Control {
  readonly #controlled: Controlled;
  readonly #allowedOrigins: readonly string[];

  constructor(controlled: Controlled, allowedOrigins: readonly string[]) {
    this.#controlled = controlled;
    this.#allowedOrigins = allowedOrigins;
  }

  /** Is this path one of ours? */
  static owns(path: string): boolean {
    return path.startsWith('/demo/') || path === '/auth/token';
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const isRead = url.pathname === '/demo/received';
    const method = isRead ? 'GET' : 'POST';
    if (request.method !== method) {
      return sendJson(response, 405, { error: `Use ${method}.` }, { Allow: method });
    }
    if (!this.#mayControl(request)) {
      return sendJson(response, 403, { error: 'Only pages of this server may control it.' });
    }
    const control = CONTROLS.get(url.pathname);
    if (!control) {
      return sendJson(response, 404, { error: `Known controls: ${[...CONTROLS.keys()].join(', ')}.` });
    }
    try {
      const reply = await control(this.#controlled, url, await readBody(request));
      answer(response, reply);
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      sendJson(response, error.status, { error: error.message });
    }
  }

  /** Browsers always send an Origin with a POST; a program without one must run on this machine. */
  #mayControl({ headers, socket }: IncomingMessage): boolean {
    if (headers.origin === undefined) return isLoopbackAddress(socket.remoteAddress);
    return isAllowedOrigin(headers.origin, headers.host, this.#allowedOrigins);
  }
}

/** What takes the server away happens when its answer is out, and with it the connection. */
function answer(response: ServerResponse, { body, afterwards }: Reply): void {
  if (afterwards) response.once('close', () => void afterwards().catch(reportLostPort));
  sendJson(response, 200, body, afterwards ? { Connection: 'close' } : {});
}

function reportLostPort(error: Error): void {
  console.error(`The server could not come back on its port: ${error.message}. Start it again.`);
}
