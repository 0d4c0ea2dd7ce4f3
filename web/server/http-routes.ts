import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Connections } from './connections.js';
import { Control } from './control/control.js';
import { sendJson } from './json-response.js';
import { requestUrl } from './request-url.js';
import type { StaticFiles } from './static-files.js';

/** What plain HTTP requests can reach. */
export interface HttpParts {
  readonly connections: Connections;
  readonly files: StaticFiles | undefined;
  readonly control: Control | undefined;
  /** Is a WebSocket to be opened at this path? */
  readonly isWebSocket: (path: string) => boolean;
}

/** The HTTP side: health, control, the files of the page, and 404 for the rest. */
export function httpRoutes(parts: HttpParts): RequestListener {
  return (request, response) => {
    route(parts, request, response)
      .catch((error: unknown) => {
        console.error(`${request.method} ${request.url} failed:`, error);
        if (response.headersSent) response.destroy();
        else sendJson(response, 500, { error: 'The server failed to answer; see its log.' });
      })
      .finally(() => request.resume()); // Whatever body is left is of no use.
  };
}

async function route(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = requestUrl(request);
  if (!url) return sendJson(response, 400, { error: 'Bad URL.' });
  const path = url.pathname;

  if (parts.control && Control.owns(path)) return parts.control.handle(request, response, url);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendJson(response, 405, { error: 'Use GET.' }, { Allow: 'GET, HEAD' });
  }
  if (path === '/health' || path === '/ws/health') {
    return sendJson(response, 200, {
      status: 'healthy',
      timestamp: new Date().toISOString(),
      connections: parts.connections.size,
    });
  }
  if (await parts.files?.serve(request, response, path)) return;
  if (parts.isWebSocket(path)) {
    return sendJson(response, 426, { error: 'Open this path as a WebSocket.' }, { Upgrade: 'websocket' });
  }
  sendJson(response, 404, { error: 'Not found.' });
}
