import type { ResolvedOptions } from '../client/resolveOptions.ts';
import { resolved } from '../core/dialable.ts';
import type { SharedWorkerLike, WorkerLike } from './port.ts';

/** A SharedWorker as `RemoteCore` sees it. To terminate it is to leave it: the others go on. */
export class SharedPort implements WorkerLike {
  readonly #worker: SharedWorkerLike;
  readonly #onLeave: () => void;
  readonly #end = new AbortController();

  constructor(worker: SharedWorkerLike, onLeave: () => void) {
    this.#worker = worker;
    this.#onLeave = onLeave;
  }

  set onmessage(handler: WorkerLike['onmessage']) {
    this.#worker.port.onmessage = handler;
  }

  set onmessageerror(handler: WorkerLike['onmessageerror']) {
    this.#worker.port.onmessageerror = handler;
  }

  set onerror(handler: WorkerLike['onerror']) {
    this.#worker.onerror = handler;
  }

  postMessage(message: unknown): void {
    this.#worker.port.postMessage(message);
  }

  watch(lock: string): void {
    // Its process is that of some tab, and may die with it. Nothing else says so.
    const { signal } = this.#end;
    const onFree = () => this.#worker.onerror?.({ message: 'The SharedWorker is gone', isGone: true });
    navigator.locks.request(lock, { signal }, onFree).catch(() => {});
  }

  terminate(): void {
    this.#end.abort();
    this.#worker.port.close();
    this.#onLeave();
  }
}

/**
 * One name for all who may share a socket: address, profile and identity. It is a digest, so that nothing secret can be read
 * from it.
 */
export async function sharedName({ core, profile, protocols, auth, thread }: Sharing): Promise<string> {
  const key = JSON.stringify([resolved(core.url), protocols, profile, thread.identity ?? auth]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return `chatwire 0.1 ${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

type Sharing = Pick<ResolvedOptions, 'core' | 'profile' | 'protocols' | 'auth' | 'thread'>;
