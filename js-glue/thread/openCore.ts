import type { Where } from '../client/clientStats.ts';
import type { ResolvedOptions } from '../client/resolveOptions.ts';
import type { CoreHandle, CoreListener } from '../core/handle.ts';
import { loadCore } from '../core/load.ts';
import { LocalCore } from '../core/localCore.ts';
import { findWebSocket } from '../core/webSocketConstructor.ts';
import type { WorkerLike } from './port.ts';
import { RemoteCore } from './remoteCore.ts';

type CoreChoice = Pick<ResolvedOptions, 'core' | 'profile' | 'thread' | 'WebSocket'>;

/** A core where the options want it or, where that cannot be, in this thread. */
export async function openCore(
  options: CoreChoice,
  listener: CoreListener,
): Promise<Where & { core: CoreHandle }> {
  const { type } = options.thread;
  if (type === 'main') return { core: await openHere(options, listener), thread: 'main' };
  try {
    return { core: await openElsewhere(options, listener), thread: type };
  } catch (cause) {
    const fallback = `No Worker: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { core: await openHere(options, listener), thread: 'main', fallback };
  }
}

async function openHere(options: CoreChoice, listener: CoreListener): Promise<CoreHandle> {
  const WebSocket = options.WebSocket ?? findWebSocket();
  return new LocalCore(await loadCore(), options.core, WebSocket, listener);
}

/** Throws an `Error` that says why not. */
async function openElsewhere(
  { core, profile, thread, WebSocket }: CoreChoice,
  listener: CoreListener,
): Promise<CoreHandle> {
  if (WebSocket) throw new Error('the option WebSocket cannot be handed to another thread');
  const worker = thread.create ? thread.create() : makeWorker();
  const { typeKey } = profile;
  return RemoteCore.start(worker, { options: core, typeKey, buffer: thread.buffer }, listener);
}

function makeWorker(): WorkerLike {
  if (typeof Worker === 'undefined') throw new Error('this platform has none');
  // Bundlers know a Worker by exactly these words.
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
}
