import {
  normalTerms,
  type CoreHandle,
  type CoreStats,
  type StoredFrame,
  type StoredFrameQuery,
} from './handle.ts';
import type { OutgoingMessage } from './outgoing.ts';
import { aged, perform, RelayedCore, type Command } from './relayedCore.ts';
import { noStats } from './stats.ts';

/**
 * Takes calls before there is a core, or after it has crashed, and makes them in their order once there is one. It does not
 * ask for one by itself: a client that is only constructed, as on a server that renders a page, loads nothing.
 */
export class DeferredCore extends RelayedCore {
  #core: CoreHandle | undefined;
  #waiting: { command: Command; since: number }[] = [];
  /** There is a core, and it has been told all that was called before. */
  #hasCaughtUp = false;
  #destroyed = false;

  get isAttached(): boolean {
    return this.#core !== undefined;
  }

  attach(core: CoreHandle): void {
    this.#core = core;
    // A call may bring events, whose handlers call in turn: what was called before them goes first.
    while (this.#core === core) {
      const next = this.#waiting.shift();
      if (!next) break;
      // To wait for the core is to wait, too.
      perform(core, aged(next.command, performance.now() - next.since));
    }
    this.#hasCaughtUp = this.#core === core;
  }

  /** The core has crashed. What it was not told yet is forgotten; later calls wait for the next one. */
  detach(): void {
    this.#core = undefined;
    this.#hasCaughtUp = false;
    this.#waiting = [];
  }

  /** As by `relay()`, without making a command of it: this is the hot path. */
  override send(receipt: number, frame: OutgoingMessage, terms = normalTerms): void {
    if (this.#core && this.#hasCaughtUp) this.#core.send(receipt, frame, terms);
    else super.send(receipt, frame, terms);
  }

  history(query: StoredFrameQuery): StoredFrame[] {
    return this.#core?.history(query) ?? [];
  }

  stats(): CoreStats {
    return this.#core?.stats() ?? noStats;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#waiting = [];
    this.#core?.destroy();
    this.#core = undefined;
  }

  protected relay(command: Command): void {
    if (this.#destroyed) return;
    if (this.#core && this.#hasCaughtUp) perform(this.#core, command);
    else this.#waiting.push({ command, since: performance.now() });
  }
}
