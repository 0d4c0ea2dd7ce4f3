import type { SharedWorkerLike, WebSocketConstructor } from 'chatwire';
import { loadCore } from '../../js-glue/core/load.ts';
import { SharedHost } from '../../js-glue/thread/sharedHost.ts';
import { channel } from './hostedWorker.ts';

/** Web Locks, of one origin. */
export class FakeLocks {
  readonly #queues = new Map<string, (() => void)[]>();

  request(name: string, callback: () => unknown): Promise<void> {
    return new Promise((resolve) => {
      const run = () => void this.#run(name, callback).then(resolve);
      const waiting = this.#queues.get(name);
      if (waiting) {
        waiting.push(run);
      } else {
        this.#queues.set(name, []);
        run();
      }
    });
  }

  async #run(name: string, callback: () => unknown): Promise<void> {
    await callback();
    this.free(name);
  }

  /** Whoever holds it lets go of it, or dies. */
  free(name: string): void {
    const next = this.#queues.get(name)?.shift();
    if (next) next();
    else this.#queues.delete(name);
  }
}

/** A SharedWorker without a thread: each `connect()` is a tab that has found it by its name. */
export class HostedSharedWorker {
  /** The one that it holds for as long as it lives. */
  readonly lock = `worker ${Math.random()}`;
  readonly #host: SharedHost;

  constructor(WebSocket: WebSocketConstructor, locks: FakeLocks) {
    this.#host = new SharedHost({
      load: loadCore,
      findWebSocket: () => WebSocket,
      origin: 'https://app.test',
      holdLock: async () => {
        void locks.request(this.lock, () => new Promise(() => {}));
        return { lock: this.lock };
      },
      untilFree: (lock) => locks.request(lock, () => {}),
    });
  }

  /** `origin`: of the tab, where the platform says it. */
  connect(origin?: string): SharedWorkerLike {
    const [toHost, toPage, close] = channel();
    const port: SharedWorkerLike['port'] = {
      postMessage: toHost.post,
      close,
      onmessage: null,
      onmessageerror: null,
    };
    toPage.listen((data) => port.onmessage?.({ data }));
    const inside = { postMessage: toPage.post, onmessage: null as ((event: any) => void) | null };
    toHost.listen((data) => inside.onmessage?.({ data }));
    this.#host.accept(inside, origin);
    return { port, onerror: null };
  }
}
