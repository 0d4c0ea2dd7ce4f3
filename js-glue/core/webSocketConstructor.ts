import { ChatwireError } from '../client/errors.ts';
import type { WebSocketConstructor, WebSocketLike } from './socketAdapter.ts';

interface NodeProcess {
  cwd(): string;
  argv: string[];
  /** Node 20.16 or later. */
  getBuiltinModule?(name: 'module'): { createRequire(from: string): (name: string) => unknown };
}

/** The platform's own constructor, else the `ws` that is installed beside the application (Node 20 has no own one). */
export function findWebSocket(): WebSocketConstructor {
  const { WebSocket, process } = globalThis as { WebSocket?: WebSocketConstructor; process?: NodeProcess };
  const found = WebSocket ?? (process && requireWs(process));
  if (found) return found;
  throw new ChatwireError('NO_WEBSOCKET', {
    detail: 'This platform has no WebSocket',
    remedy:
      "Install ws (npm install ws), use Node 22 or later, or pass the constructor as the option 'WebSocket'",
  });
}

/**
 * An import of `ws` would make every bundler look for it, in the browser too. So it is asked for at run time, as the
 * application itself would: from its main script's folder, then from the working directory.
 */
function requireWs(process: NodeProcess): WebSocketConstructor | undefined {
  const builtin = process.getBuiltinModule?.('module');
  if (!builtin) return undefined;
  for (const from of [process.argv[1], `${process.cwd()}/index.js`]) {
    try {
      const ws = from === undefined ? undefined : builtin.createRequire(from)('ws');
      if (ws) return withoutCompression(ws as WsConstructor);
    } catch {
      // Not installed there: try the next place.
    }
  }
  return undefined;
}

type WsConstructor = new (url: string, protocols: string[] | undefined, options: object) => WebSocketLike;

/** `ws` asks for compression unless told otherwise, and the length of a compressed frame tells of what is in it (S13). */
function withoutCompression(Ws: WsConstructor): WebSocketConstructor {
  return function (url: string, protocols?: string[], options?: object) {
    return new Ws(url, protocols, { ...options, perMessageDeflate: false });
  } as unknown as WebSocketConstructor;
}
