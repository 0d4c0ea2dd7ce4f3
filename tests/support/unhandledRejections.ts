import { afterEach, beforeEach, expect } from 'vitest';
import { settle } from './tasks.ts';

/** Each test of the file fails that leaves a rejected promise which nobody has handled: ignoring ours must be safe. */
export function forbidUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeEach(() => void process.on('unhandledRejection', note));
  afterEach(async () => {
    await settle();
    process.off('unhandledRejection', note);
    expect(unhandled.splice(0)).toEqual([]);
  });
}
