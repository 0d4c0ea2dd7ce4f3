import type { ChatwireError } from './errors.ts';

/** The promises of one method: they wait for the same outcome, settle on the first one, and may be ignored (C12). */
export class FirstOutcome {
  #waiting: { resolve: () => void; reject: (error: ChatwireError) => void }[] = [];

  wait(): Promise<void> {
    const outcome = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    // Nobody has to look: its rejection is no `unhandledrejection`.
    outcome.catch(() => {});
    return outcome;
  }

  settle(error?: ChatwireError): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    for (const { resolve, reject } of waiting) {
      if (error) reject(error);
      else resolve();
    }
  }
}
