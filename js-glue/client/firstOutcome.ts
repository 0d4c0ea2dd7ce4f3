import type { ChatwireError } from './errors.ts';

interface Waiting {
  readonly call: number;
  readonly resolve: () => void;
  readonly reject: (error: ChatwireError) => void;
}

/** The promises of one method: they wait for the same outcome, settle on the first one, and may be ignored (C12). */
export class FirstOutcome {
  #waiting: Waiting[] = [];
  #calls = 0;
  #heard = 0;

  /** The number of the last call. */
  get calls(): number {
    return this.#calls;
  }

  wait(): Promise<void> {
    const call = ++this.#calls;
    const outcome = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
    });
    // Nobody has to look: its rejection is no `unhandledrejection`.
    outcome.catch(() => {});
    return outcome;
  }

  /** Who is to bring the outcome has heard of this call, and of all before it. */
  heard(call: number): void {
    this.#heard = call;
  }

  /** An outcome for those that were heard of. For later ones it is of the past. */
  settleHeard(error?: ChatwireError): void {
    const settled = this.#waiting.filter(({ call }) => call <= this.#heard);
    this.#waiting = this.#waiting.filter(({ call }) => call > this.#heard);
    for (const { resolve, reject } of settled) {
      if (error) reject(error);
      else resolve();
    }
  }

  /** An outcome for all. */
  settle(error?: ChatwireError): void {
    if (this.#waiting.length === 0) return;
    this.heard(this.#calls);
    this.settleHeard(error);
  }
}
