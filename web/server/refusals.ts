import type { System } from './systems.js';

/** Dials that are to be refused: all that are given must fit. */
export interface Refusal {
  /** The next so many. Default 1. */
  readonly count?: number;
  /** The HTTP status they get, from 300 to 599. Default 503. */
  readonly status?: number;
  readonly system?: System;
  readonly path?: string;
}

/** Which of the next dials are answered with an HTTP status instead of a WebSocket. */
export class Refusals {
  #refusals: { readonly refusal: Refusal; left: number }[] = [];

  add(refusal: Refusal): void {
    this.#refusals.push({ refusal, left: refusal.count ?? 1 });
  }

  /** The status for this dial, which then counts as refused; undefined: let it in. */
  take(path: string, system: System | undefined): number | undefined {
    const found = this.#refusals.find(
      ({ refusal }) => (refusal.path ?? path) === path && (refusal.system ?? system) === system,
    );
    if (!found) return undefined;
    found.left -= 1;
    this.#refusals = this.#refusals.filter(({ left }) => left > 0);
    return found.refusal.status ?? 503;
  }
}
