import { useCallback, useState } from 'react';
import type { ChangeListener } from '../adapters/changeListener.ts';
import { Selection } from '../adapters/selection.ts';
import { isStreamedChange } from '../stores/streamedChange.ts';
import { useStream } from './useStream.ts';

/** What components need of a store: every zustand store is such a one. */
export interface ReadableStore<State> {
  /** The state, the same object until something changed. */
  getState: () => State;
  /** The state to hydrate with. Default: `getState`. */
  getInitialState?: () => State;
  /** Hears of changes, until the function that it gives back is called. */
  subscribe: (listener: () => void) => () => void;
}

/**
 * A part of what a store holds, as zustand's `useStore` gives it: the component renders only when it is another part. But what a
 * client streams into a store of `chatwire/stores` is shown by transitions, and keeps no other view from being rendered. All
 * else is shown at once.
 *
 * @param isEqual Whether two parts are the same. Default `Object.is`; give one where the selector makes objects.
 */
export function useStore<State, Part>(
  store: ReadableStore<State>,
  selector: (state: State) => Part,
  isEqual: (a: Part, b: Part) => boolean = Object.is,
): Part {
  const [selection] = useState(() => new Selection<Part>());
  const select = (state: State) => selection.pick(selector(state), isEqual);
  const subscribe = useCallback(
    (listener: ChangeListener) => store.subscribe(() => listener(isStreamedChange(store))),
    [store],
  );
  return useStream(
    subscribe,
    () => select(store.getState()),
    () => select((store.getInitialState ?? store.getState).call(store)),
  );
}
