import { setImmediate } from 'node:timers';

/** Runs `action` in a task of its own, as events come; resolves when its microtasks have run too. Keeps order. */
export function inTask(action: () => void = () => {}): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => {
      action();
      setImmediate(resolve);
    });
  });
}

/** Lets all run that is due, without timers. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await inTask();
}
