import type { ConnectionState } from '../core/handle.ts';
import { Emitter } from './emitter.ts';
import { concernsOneMessage, type ChatwireError } from './errors.ts';
import type { ClientEvents } from './events.ts';
import { FirstOutcome } from './firstOutcome.ts';
import { Receipts, type Receipt } from './receipts.ts';
import { initialSnapshot, type ConnectionSnapshot } from './snapshot.ts';
import { throwReporter } from './throwReporter.ts';
import { Trace, type TraceEvent } from './trace.ts';

/**
 * What a client shows of itself: its snapshot, its events, its trace, its receipts, and the promises of `connect()` and
 * `drained()`. Its public calls change it, and so does what the core tells (`CoreEvents`). It decides nothing.
 */
export class Status {
  /** Tells what a function of the application threw. */
  readonly reportThrow: (cause: unknown) => void = throwReporter(() => this.events);
  readonly events = new Emitter<ClientEvents>(this.reportThrow);
  readonly changes = new Emitter<{ change: undefined }>(this.reportThrow);
  readonly trace = new Trace();
  readonly receipts = new Receipts();
  readonly connecting = new FirstOutcome();
  readonly draining = new FirstOutcome();
  #snapshot = initialSnapshot;
  /** How many messages wait, as was told last. */
  #queued = 0;
  #overflowed = 0;
  #isOver = false;

  get snapshot(): ConnectionSnapshot {
    // Made when it is looked at: who queues a thousand messages looks once, or never.
    if (this.#snapshot.queued !== this.#queued) this.#update({});
    return this.#snapshot;
  }

  get state(): ConnectionState {
    return this.#snapshot.state;
  }

  /** How many messages another thread had to drop. */
  get overflowed(): number {
    return this.#overflowed;
  }

  change(change: Partial<ConnectionSnapshot>): void {
    this.#update(change);
    this.changes.emit('change', undefined);
  }

  changeState(state: ConnectionState, reason = 'NONE'): void {
    const previous = this.state;
    if (state === previous) return;
    this.trace.add({ kind: 'state', from: previous, to: state, reason });
    const noDialAhead = state === 'connected' || state === 'closed' || state === 'failed';
    this.change({
      state,
      retryAt: null,
      ...(noDialAhead && { attempt: 0 }),
      ...(state === 'connected' && { error: null }),
    });
    this.events.emit('state', { state, previous });
  }

  /** An event that goes into the trace as it is. */
  tell<Name extends 'open' | 'close' | 'retry'>(name: Name, event: ClientEvents[Name]): void {
    this.trace.add({ kind: name, ...event } as TraceEvent);
    this.events.emit(name, event);
  }

  fail(error: ChatwireError): void {
    // Credentials, or the core, may fail when nobody waits for them any more.
    if (this.#isOver) return;
    this.trace.add({ kind: 'failure', code: error.code });
    this.change({ error });
    this.events.emit('error', error);
  }

  overflow(count: number, bytes: number): void {
    this.#overflowed += count;
    this.events.emit('overflow', { count, bytes });
  }

  /** A message is not sent any more. */
  drop(id: number, error: ChatwireError): void {
    const receipt = this.receipts.dropped(id, error);
    if (!concernsOneMessage(error.code)) this.draining.settle(error);
    if (receipt) this.giveBack([receipt], error);
  }

  giveBack(receipts: Receipt[], error: ChatwireError): void {
    for (const receipt of receipts) {
      this.trace.add({ kind: 'dropped', reason: error.code, count: 1 });
      this.events.emit('unsent', { receipt, error });
    }
  }

  countQueued(): void {
    const { queued } = this.receipts;
    if (queued === 0) this.draining.settle();
    if (this.#queued === queued) return;
    this.#queued = queued;
    this.changes.emit('change', undefined);
  }

  /** The client is destroyed: the last change, after which nobody is told anything. */
  end(reason: string): void {
    this.#isOver = true;
    this.trace.add({ kind: 'state', from: this.state, to: 'closed', reason });
    this.#queued = 0;
    this.change({ state: 'closed', attempt: 0, retryAt: null });
    this.events.clear();
    this.changes.clear();
  }

  #update(change: Partial<ConnectionSnapshot>): void {
    this.#snapshot = Object.freeze({ ...this.#snapshot, queued: this.#queued, ...change });
  }
}
