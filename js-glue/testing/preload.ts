import { createChatClient, type WebSocketConstructor } from 'chatwire';

let loading: Promise<void> | undefined;

/**
 * Loads the WebAssembly core, which takes a moment of real time that no clock can move. Later calls, and clients that
 * connect later, have it at once. For tests with fake timers, which would otherwise run on before the first dial.
 */
export function preload(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const client = createChatClient({
    url: 'ws://localhost',
    WebSocket: Nowhere as unknown as WebSocketConstructor,
    reconnect: false,
  });
  try {
    await client.connect();
  } catch {
    // Of course: there is nobody. But whoever says so is loaded.
  } finally {
    client.destroy();
  }
}

function Nowhere(): never {
  throw new Error('There is no server');
}
