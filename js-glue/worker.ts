// The script of the Worker that `thread: 'worker'` starts, and of the SharedWorker of `thread: 'shared'`.
import { loadCore } from './core/load.ts';
import { findWebSocket } from './core/webSocketConstructor.ts';
import { CoreHost } from './thread/coreHost.ts';
import { holdLock } from './thread/lock.ts';
import type { CorePort } from './thread/port.ts';
import { SharedHost } from './thread/sharedHost.ts';

interface SharedScope {
  onconnect: ((event: { ports: readonly MessagePort[]; origin: string }) => void) | null;
}

if ('onconnect' in globalThis) {
  const host = new SharedHost({
    load: loadCore,
    findWebSocket,
    origin: globalThis.origin,
    holdLock,
    untilFree: (lock) => navigator.locks.request(lock, () => {}),
  });
  (globalThis as unknown as SharedScope).onconnect = ({ ports: [port], origin }) => {
    if (port) host.accept(port, origin);
  };
} else {
  const scope = globalThis as unknown as CorePort & { close(): void };
  new CoreHost(scope, { load: loadCore, findWebSocket, close: () => scope.close() });
}
