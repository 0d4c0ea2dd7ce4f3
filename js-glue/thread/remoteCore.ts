import { invalidPost } from '../client/errors.ts';
import { resolved } from '../core/dialable.ts';
import { findFrames } from '../core/findFrames.ts';
import type {
  ConnectionState,
  CoreListener,
  CoreStats,
  StoredFrame,
  StoredFrameQuery,
} from '../core/handle.ts';
import { RelayedCore, type Command } from '../core/relayedCore.ts';
import { noStats } from '../core/stats.ts';
import { TextStore } from '../core/textStore.ts';
import { isBatch } from './batchSchema.ts';
import {
  NUMBERS_PER_FRAME,
  routes,
  type Batch,
  type PostedEvent,
  type Ready,
  type Start,
  type ToCore,
  type WorkerLike,
} from './port.ts';

/** For the script to load and the module to compile; a thread that says nothing for so long will not. */
const START_TIMEOUT = 10_000;
/** For the core to close its socket. */
const LEAVE_TIMEOUT = 1000;

/**
 * The core in a Worker, seen from the page. Commands are posted; what the core tells comes in batches. History keeps its
 * texts here, so that it can be asked at once; which ones they are the core decides.
 */
export class RemoteCore extends RelayedCore {
  readonly #worker: WorkerLike;
  readonly #listener: CoreListener;
  readonly #typeKey: string;
  readonly #texts = new TextStore();
  #stats = noStats;
  #hasAsked = false;
  #hasEnded = false;
  /** What the listener was told last, or what was said before the core could say it. */
  #state: ConnectionState = 'idle';
  /** Calls that the core has not got yet: of `connect()` and `disconnect()`, and of `disconnect()` alone. */
  #untold = { moves: 0, ends: 0 };
  #link: 'none' | 'dialled' | 'open' = 'none';

  /** Rejects with an `Error` that says why the Worker is of no use; it is terminated then. */
  static start(worker: WorkerLike, start: Start, listener: CoreListener): Promise<RemoteCore> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string) => {
        clearTimeout(timer);
        worker.terminate();
        reject(new Error(reason));
      };
      const timer = setTimeout(() => fail('it did not start in time'), START_TIMEOUT);
      worker.onerror = (event: Partial<ErrorEvent>) => {
        event.preventDefault?.();
        fail(event.message || 'its script could not be loaded');
      };
      worker.onmessage = ({ data }: { data: unknown }) => {
        const { ready, failed, lock } = Object(data) as Partial<Ready & { failed: string }>;
        if (typeof failed === 'string') return fail(failed);
        if (ready !== true) return fail('it answered something else');
        clearTimeout(timer);
        if (typeof lock === 'string') worker.watch?.(lock);
        resolve(new RemoteCore(worker, start.typeKey, listener));
      };
      try {
        post(worker, [
          'start',
          { ...start, options: { ...start.options, url: resolved(start.options.url) } },
        ]);
      } catch (cause) {
        // A JSON Schema with something in its annotations that cannot be posted.
        fail(String(cause));
      }
    });
  }

  private constructor(worker: WorkerLike, typeKey: string, listener: CoreListener) {
    super();
    this.#worker = worker;
    this.#typeKey = typeKey;
    this.#listener = listener;
    worker.onmessage = ({ data }: { data: unknown }) => {
      if (isBatch(data, listener)) return this.#take(data);
      const { refused } = Object(data) as { refused?: unknown };
      this.#crash(
        invalidPost(typeof refused === 'string' ? refused : 'what came from the Worker is no batch'),
      );
    };
    worker.onerror = (event: Partial<ErrorEvent> & { isGone?: boolean }) => {
      event.preventDefault?.();
      this.#crash(new Error(event.message ?? 'The Worker failed'), event.isGone);
    };
    worker.onmessageerror = () => this.#crash(new Error('A batch of messages could not be read'));
  }

  // A relative address means the page's, not that of the Worker's script.
  override dial(
    generation: number,
    url: string,
    protocols: string[],
    headers: Readonly<Record<string, string>>,
  ): void {
    super.dial(generation, resolved(url), protocols, headers);
  }

  override connect(call = 0): void {
    this.#move(afterConnect, () => super.connect(call));
  }

  override disconnect(code: number, reason: string): void {
    this.#untold.ends++;
    this.#move(afterDisconnect, () => super.disconnect(code, reason));
  }

  override clearHistory(): void {
    this.#texts.clear();
  }

  history(query: StoredFrameQuery): StoredFrame[] {
    return findFrames(this.#texts.newestFirst(), query, this.#typeKey);
  }

  /** As they were when the core last told something. Newer ones are asked for: who looks again sees them. */
  stats(): CoreStats {
    if (!this.#hasAsked && !this.#hasEnded) post(this.#worker, ['ask']);
    this.#hasAsked = true;
    return this.#stats;
  }

  destroy(): void {
    if (!this.#end()) return;
    // It closes its socket, and itself. If it hangs, it is ended from here.
    post(this.#worker, ['leave']);
    setTimeout(() => this.#worker.terminate(), LEAVE_TIMEOUT);
  }

  protected relay(command: Command): void {
    if (!this.#hasEnded) post(this.#worker, command);
  }

  #take({ frames, numbers, events, tapped = [], stats }: Batch): void {
    this.#stats = stats;
    this.#hasAsked = false;
    for (const frame of tapped) if (!this.#hasEnded) this.#listener.onFrame(frame);
    let next = 0;
    for (let index = 0; index <= frames.length; index++) {
      for (let event = events[next]; event && event[0] <= index; event = events[++next]) this.#tell(event[1]);
      if (this.#hasEnded) return;
      const frame = frames[index];
      if (frame !== undefined) this.#show(frame, numbers, index * NUMBERS_PER_FRAME);
    }
    this.#acknowledge();
  }

  #acknowledge(): void {
    if (!this.#hasEnded) post(this.#worker, ['taken']);
  }

  #show(frame: string | ArrayBuffer, numbers: Float64Array, at: number): void {
    const number = (index: number) => numbers[at + index] ?? 0;
    const [route, sequence, receivedAt, answered] = [number(0), number(1), number(2), number(4)];
    if (this.#untold.ends > 0) {
      // The core, which has not heard of the disconnect() yet, takes it for answered.
      if (answered > 0) this.#listener.onRequestFailed(answered, 'DISCONNECTED', '');
      return;
    }
    if (typeof frame !== 'string') return this.#listener.onBinary(frame);
    if (route === routes.invalid) return this.#listener.onInvalid(frame);
    if (sequence > 0) this.#texts.add(frame, sequence, receivedAt, number(3));
    if (route === routes.onlyKept) return;
    this.#listener.onMessage(frame, route, sequence, receivedAt, answered, number(5) === 1);
  }

  /** Says what the core is about to say: in this thread it would say so before the call returns. */
  #move(next: Moves, call: () => void): void {
    this.#untold.moves++;
    call();
    const state = next[this.#state];
    if (this.#untold.moves === 0 || !state || this.#hasEnded) return;
    this.#state = state;
    this.#listener.onState(state, 'NONE');
  }

  #tell(event: PostedEvent): void {
    if (this.#hasEnded) return;
    const { moves, ends } = this.#untold;
    switch (event[0]) {
      case 'onReached':
        this.#untold = { moves: moves - 1, ends: ends - (event[1] ? 1 : 0) };
        return;
      case 'onCrash':
        return this.#crash(new Error(event[1]));
      case 'onState':
        // Till the core has heard of what was called since, this is about the past.
        if (moves > 0) return;
        this.#state = event[1];
        if (event[1] === 'connecting') this.#link = 'dialled';
        break;
      case 'onClose':
        this.#link = 'none';
        break;
      case 'onOpen':
        this.#link = 'open';
        break;
      default:
    }
    // What is over is not begun, and not tried again.
    if (ends > 0 && (event[0] === 'onOpen' || event[0] === 'onRetry')) return;
    const [name, ...parameters] = event;
    (this.#listener[name] as (...parameters: unknown[]) => void)(...parameters);
  }

  /** The Worker is gone, or its core. If it could not say so any more, its socket has ended all the same. */
  #crash(cause: Error, isGone = false): void {
    if (!this.#end()) return;
    this.#worker.terminate();
    if (this.#link !== 'none') {
      this.#listener.onClose(1006, 'CORE_CRASHED', false, this.#link === 'open');
    }
    this.#listener.onCrash(cause, isGone);
  }

  /** False: it had ended before. */
  #end(): boolean {
    if (this.#hasEnded) return false;
    this.#hasEnded = true;
    this.#texts.clear();
    const worker = this.#worker;
    worker.onmessage = worker.onmessageerror = worker.onerror = null;
    return true;
  }
}

type Moves = Partial<Record<ConnectionState, ConnectionState>>;

/** docs/CONNECTION.md, "What causes a move"; but for a dial that is given up, of which `onClose` tells first. */
const afterConnect: Moves = {
  idle: 'connecting',
  reconnecting: 'connecting',
  closing: 'connecting',
  closed: 'connecting',
  failed: 'connecting',
};
const afterDisconnect: Moves = {
  authenticating: 'closing',
  connected: 'closing',
  reconnecting: 'closed',
  failed: 'closed',
};

function post(worker: WorkerLike, message: ToCore): void {
  worker.postMessage(message);
}
