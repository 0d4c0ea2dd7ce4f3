/** The fake timers of a test runner, as far as they are needed here. Vitest's and Jest's are both of sinon's making. */
export interface FakeTimers {
  tickAsync(milliseconds: number): Promise<unknown>;
  /** To the next timer. */
  nextAsync(): Promise<unknown>;
  countTimers(): number;
}

/** Those that stand in the place of the platform's timers now. */
export function fakeTimers(): FakeTimers | undefined {
  return (globalThis.setTimeout as { clock?: FakeTimers }).clock;
}
