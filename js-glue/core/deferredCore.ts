import {
  normalTerms,
  type CoreStats,
  type CoreHandle,
  type Hint,
  type OutboxTerms,
  type StoredFrame,
  type StoredFrameQuery,
} from './handle.ts';
import { noStats } from './stats.ts';

/**
 * Takes calls before there is a core, or after it has crashed, and makes them in their order once there is one. It does not
 * ask for one by itself: a client that is only constructed, as on a server that renders a page, loads nothing.
 */
export class DeferredCore implements CoreHandle {
  #core: CoreHandle | undefined;
  #calls: ((core: CoreHandle) => void)[] = [];
  #hasCaughtUp = false;
  #destroyed = false;

  get isAttached(): boolean {
    return this.#core !== undefined;
  }

  attach(core: CoreHandle): void {
    this.#core = core;
    // A call may bring events, whose handlers call in turn: what was called before them goes first.
    while (this.#core === core && this.#calls.length > 0) this.#calls.shift()?.(core);
    this.#hasCaughtUp = this.#core === core;
  }

  /** The core has crashed. What it was not told yet is forgotten; later calls wait for the next one. */
  detach(): void {
    this.#core = undefined;
    this.#hasCaughtUp = false;
    this.#calls = [];
  }

  connect(): void {
    this.#do((core) => core.connect());
  }

  disconnect(code: number, reason: string): void {
    this.#do((core) => core.disconnect(code, reason));
  }

  sendMessage(receipt: number, type: string, payload: string, terms = normalTerms): void {
    const age = this.#ageing();
    this.#do((core) => core.sendMessage(receipt, type, payload, age(terms)));
  }

  sendFrame(receipt: number, frame: string | Uint8Array, terms = normalTerms): void {
    const age = this.#ageing();
    this.#do((core) => core.sendFrame(receipt, frame, age(terms)));
  }

  cancel(receipt: number): void {
    this.#do((core) => core.cancel(receipt));
  }

  hint(hint: Hint): void {
    this.#do((core) => core.hint(hint));
  }

  dial(
    generation: number,
    url: string,
    protocols: string[],
    headers: Readonly<Record<string, string>>,
  ): void {
    this.#do((core) => core.dial(generation, url, protocols, headers));
  }

  authenticate(generation: number, type: string, payload: string, lifetime: number): void {
    this.#do((core) => core.authenticate(generation, type, payload, lifetime));
  }

  withhold(generation: number, isFinal: boolean): void {
    this.#do((core) => core.withhold(generation, isFinal));
  }

  renewCredentials(): void {
    this.#do((core) => core.renewCredentials());
  }

  decideRetry(generation: number, again: boolean | undefined): void {
    this.#do((core) => core.decideRetry(generation, again));
  }

  subscribe(type: string, route: number): void {
    this.#do((core) => core.subscribe(type, route));
  }

  unsubscribe(type: string): void {
    this.#do((core) => core.unsubscribe(type));
  }

  wantAll(wanted: boolean): void {
    this.#do((core) => core.wantAll(wanted));
  }

  history(query: StoredFrameQuery): StoredFrame[] {
    return this.#core?.history(query) ?? [];
  }

  clearHistory(): void {
    this.#core?.clearHistory();
  }

  stats(): CoreStats {
    return this.#core?.stats() ?? noStats;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#calls = [];
    this.#core?.destroy();
    this.#core = undefined;
  }

  #do(call: (core: CoreHandle) => void): void {
    if (this.#destroyed) return;
    if (this.#core && this.#hasCaughtUp) call(this.#core);
    else this.#calls.push(call);
  }

  /** What is left of a message's terms when its call is made: to wait for the core is to wait, too. */
  #ageing(): (terms: OutboxTerms) => OutboxTerms {
    if (this.#hasCaughtUp) return unaged;
    const since = performance.now();
    return (terms) => {
      if (terms.ttl === Infinity) return terms;
      return { ...terms, ttl: Math.max(0, terms.ttl - (performance.now() - since)) };
    };
  }
}

const unaged = (terms: OutboxTerms): OutboxTerms => terms;
