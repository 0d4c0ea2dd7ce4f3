// The script of the Worker that `thread: 'worker'` starts.
import { loadCore } from './core/load.ts';
import { findWebSocket } from './core/webSocketConstructor.ts';
import { CoreHost } from './thread/coreHost.ts';
import type { CorePort } from './thread/port.ts';

const scope = globalThis as unknown as CorePort & { close(): void };

new CoreHost(scope, { load: loadCore, findWebSocket, close: () => scope.close() });
