import { hints as known, type Hint } from '../core/handle.ts';
import { check } from './check.ts';
import type { Unsubscribe } from './emitter.ts';
import type { ChatClientOptions } from './options.ts';

/** Has the option `hints` tell what happens. What it throws, at its beginning or its end, stops nothing: `onThrow` hears of it. */
export function watchHints(
  hints: NonNullable<ChatClientOptions['hints']>,
  tell: (hint: Hint) => void,
  onThrow: (cause: unknown) => void,
): Unsubscribe {
  const attempt = <Result>(action: () => Result): Result | undefined => {
    try {
      return action();
    } catch (cause) {
      onThrow(cause);
      return undefined;
    }
  };
  const stop = attempt(() => {
    const end = hints((hint) => tell(check.oneOf('hint', (hint as Hint | undefined) ?? '', known, 'awake')));
    check.function('what hints() gives back', end);
    return end;
  });
  return () => attempt(() => stop?.());
}
