const DEADLINE_MS = 10_000;

/** Waits for a condition; fails with `what` when it does not come true in time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string | (() => string) = 'a condition',
  deadline = DEADLINE_MS,
): Promise<void> {
  const end = performance.now() + deadline;
  while (!(await condition())) {
    if (performance.now() > end) {
      throw new Error(`Waited in vain for ${typeof what === 'string' ? what : what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
