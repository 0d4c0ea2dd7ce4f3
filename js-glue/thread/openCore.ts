import type { Where } from '../client/clientStats.ts';
import type { ResolvedOptions } from '../client/resolveOptions.ts';
import type { CoreHandle, CoreListener } from '../core/handle.ts';
import { loadCore } from '../core/load.ts';
import { LocalCore } from '../core/localCore.ts';
import { findWebSocket } from '../core/webSocketConstructor.ts';
import { holdLock } from './lock.ts';
import type { SharedWorkerLike, WorkerLike } from './port.ts';
import { postedValidation } from './postedValidation.ts';
import { RemoteCore } from './remoteCore.ts';
import { sharedName, SharedPort } from './sharedPort.ts';

type CoreChoice = Pick<
  ResolvedOptions,
  'core' | 'profile' | 'protocols' | 'auth' | 'thread' | 'validation' | 'WebSocket'
>;

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
async function openElsewhere(options: CoreChoice, listener: CoreListener): Promise<CoreHandle> {
  if (options.WebSocket) throw new Error('the option WebSocket cannot be handed to another thread');
  const { core, profile, thread, validation } = options;
  const start = {
    options: core,
    typeKey: profile.typeKey,
    buffer: thread.buffer,
    validation: postedValidation(profile, validation),
  };
  if (options.thread.type === 'worker') return RemoteCore.start(makeWorker(options), start, listener);
  const { lock, release } = await holdLock();
  try {
    const worker = new SharedPort(await makeSharedWorker(options), release);
    return await RemoteCore.start(worker, { ...start, lock }, listener);
  } catch (cause) {
    release();
    throw cause;
  }
}

// Bundlers know a Worker by exactly these words.

function makeWorker({ thread: { create } }: CoreChoice): WorkerLike {
  if (create) return create('') as WorkerLike;
  if (typeof Worker === 'undefined') throw new Error('this platform has none');
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
}

async function makeSharedWorker(options: CoreChoice): Promise<SharedWorkerLike> {
  const name = await sharedName(options);
  const { create } = options.thread;
  if (create) return create(name) as SharedWorkerLike;
  if (typeof SharedWorker === 'undefined') throw new Error('this platform has none to share');
  return new SharedWorker(new URL('./worker.js', import.meta.url), { type: 'module', name });
}
