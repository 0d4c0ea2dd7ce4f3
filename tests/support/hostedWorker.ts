import { MessageChannel } from 'node:worker_threads';
import type { WebSocketConstructor } from 'chatwire';
import { loadCore } from '../../js-glue/core/load.ts';
import { CoreHost, type HostPlatform } from '../../js-glue/thread/coreHost.ts';
import type { FromCore, ToCore, WorkerLike } from '../../js-glue/thread/port.ts';

/**
 * A Worker without a thread: a `CoreHost` of this process. What crosses is cloned as postMessage does it. `channel`: it
 * arrives in a task of its own, and later, as it does between threads. `prompt`: at once, so that tests which are not about
 * threads notice nothing of them.
 */
export class HostedWorker implements WorkerLike {
  onmessage: ((event: any) => void) | null = null;
  onmessageerror: ((event: any) => void) | null = null;
  onerror: ((event: any) => void) | null = null;
  /** What the page posts, and what comes back. */
  onPost: (message: ToCore) => void = () => {};
  onAnswer: (message: FromCore) => void = () => {};
  isTerminated = false;
  /** Has it ended by itself? */
  hasClosed = false;
  readonly #toHost: (message: unknown) => void;
  readonly #close: () => void;

  constructor(
    WebSocket: WebSocketConstructor | (() => WebSocketConstructor),
    { delivery = 'channel', ...platform }: { delivery?: 'channel' | 'prompt' } & Partial<HostPlatform> = {},
  ) {
    const [toHost, toPage, close] = delivery === 'channel' ? channel() : prompt();
    this.#toHost = toHost.post;
    this.#close = close;
    toPage.listen((data) => {
      if (this.isTerminated) return;
      this.onAnswer(data as FromCore);
      this.onmessage?.({ data });
    });
    const port = { postMessage: toPage.post, onmessage: null as ((event: any) => void) | null };
    toHost.listen((data) => {
      if (!this.isTerminated && !this.hasClosed) port.onmessage?.({ data });
    });
    const isClass = 'prototype' in WebSocket && Boolean(WebSocket.prototype);
    new CoreHost(port, {
      load: loadCore,
      findWebSocket: () =>
        isClass ? (WebSocket as WebSocketConstructor) : (WebSocket as () => WebSocketConstructor)(),
      close: () => {
        this.hasClosed = true;
        close();
      },
      ...(delivery === 'prompt' && { timing: { nextFrame: atOnce, soon: atOnce } }),
      ...platform,
    });
  }

  postMessage(message: unknown): void {
    this.onPost(message as ToCore);
    this.#toHost(message);
  }

  terminate(): void {
    this.isTerminated = true;
    this.#close();
  }
}

/** One direction of a connection between two threads. */
export interface Way {
  post: (message: unknown, transfer?: Transferable[]) => void;
  listen: (listener: (data: unknown) => void) => void;
}

/** Two ways on which messages take their time, and how to close both. */
export function channel(): [toHost: Way, toPage: Way, close: () => void] {
  const { port1, port2 } = new MessageChannel();
  const way = (from: typeof port1, to: typeof port1): Way => ({
    post: (message, transfer = []) => from.postMessage(message, transfer as never),
    listen: (listener) => void to.on('message', listener),
  });
  const ways: [Way, Way, () => void] = [way(port1, port2), way(port2, port1), () => port1.close()];
  return ways;
}

function prompt(): [toHost: Way, toPage: Way, close: () => void] {
  const way = (): Way => {
    let hear: (data: unknown) => void = () => {};
    return {
      post: (message, transfer = []) =>
        hear(structuredClone(message, { transfer: transfer as ArrayBuffer[] })),
      listen: (listener) => {
        hear = listener;
      },
    };
  };
  return [way(), way(), () => {}];
}

const atOnce = (callback: () => void): void => callback();
