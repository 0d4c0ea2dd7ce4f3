import type { ChatChange } from './chatChange.ts';

interface Silence {
  readonly since: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Guesses where answers end whose server does not say it: after a silence. A server that marked an end once marks them all, and
 * is waited for.
 */
export class Silences {
  readonly #longest: number;
  readonly #onEnd: (sessionId: string | undefined) => void;
  readonly #silences = new Map<string | undefined, Silence>();
  #marksEnds = false;

  /** @param longest In milliseconds. */
  constructor(longest: number, onEnd: (sessionId: string | undefined) => void) {
    this.#longest = longest;
    this.#onEnd = onEnd;
  }

  hear(change: ChatChange): void {
    if (change.kind === 'answer' && change.streamId === undefined) this.#marksEnds = true;
    if (this.#marksEnds) return this.stop();
    if (change.kind !== 'delta' || change.streamId !== undefined) return;
    const { sessionId } = change;
    clearTimeout(this.#silences.get(sessionId)?.timer);
    const timer = setTimeout(() => this.#end(sessionId), this.#longest);
    this.#silences.set(sessionId, { since: performance.now(), timer });
  }

  /** The answers of a session end now, if they have been silent for so many milliseconds. */
  end(sessionId: string, atLeast: number): void {
    for (const each of [sessionId, undefined]) {
      const silence = this.#silences.get(each);
      if (silence && performance.now() - silence.since >= atLeast) this.#end(each);
    }
  }

  stop(): void {
    for (const { timer } of this.#silences.values()) clearTimeout(timer);
    this.#silences.clear();
  }

  #end(sessionId: string | undefined): void {
    clearTimeout(this.#silences.get(sessionId)?.timer);
    this.#silences.delete(sessionId);
    this.#onEnd(sessionId);
  }
}
