/** The time that a client lives by: what its deadlines, its back-off and its pings are counted on. */
export interface Clock {
  /** Milliseconds, on a clock that is never set back. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly date: () => number;
  /** Calls back once, after so many milliseconds. */
  setTimeout(callback: () => void, milliseconds: number): unknown;
  /** Takes back what `setTimeout` gave. */
  clearTimeout(timer: unknown): void;
}

/** The platform's, looked up at each call: a test runner may have put fake timers in their place. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** That of the sockets, where they have one of their own. */
export function clockOf(WebSocket: { readonly clock?: Clock } | undefined): Clock {
  return WebSocket?.clock ?? systemClock;
}
