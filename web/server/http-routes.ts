import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Connections } from './connections.js';
import type { DemoControl } from './demo-control.js';
import { sendJson } from './json-response.js';
import { requestUrl } from './request-url.js';
import type { StaticFiles } from './static-files.js';

/** What plain HTTP requests can reach. */
export interface HttpParts {
  readonly connections: Connections;
  readonly files: StaticFiles | undefined;
  readonly demo: DemoControl | undefined;
}

/** The HTTP side: health, demo control, the files of the page, and 404 for the rest. */
export function httpRoutes(parts: HttpParts): RequestListener {
  return (request, response) => {
    request.resume(); // No route takes a body.
    route(parts, request, response).catch((error: unknown) => {
      console.error(`${request.method} ${request.url} failed:`, error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'The server failed to answer; see its log.' });
    });
  };
}

async function route(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = requestUrl(request);
  if (!url) return sendJson(response, 400, { error: 'Bad URL.' });

  if (parts.demo && url.pathname.startsWith('/demo/')) return parts.demo.handle(request, response, url);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendJson(response, 405, { error: 'Use GET.' }, { Allow: 'GET, HEAD' });
  }
  switch (url.pathname) {
    case '/health':
    case '/ws/health':
      return sendJson(response, 200, {
        status: 'healthy',
        timestamp: new Date().toISOString(),
        connections: parts.connections.size,
      });
    case '/ws':
    case '/ws-test':
      return sendJson(response, 426, { error: 'Open this path as a WebSocket.' }, { Upgrade: 'websocket' });
  }
  if (await parts.files?.serve(request, response, url.pathname)) return;
  sendJson(response, 404, { error: 'Not found.' });
}
