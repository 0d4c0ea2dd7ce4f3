import { useCallback, useState, useSyncExternalStore } from 'react';
import { Selection } from '../../adapters/selection.ts';

/** What components need of a store: every zustand store is such a one. */
export interface ReadableStore<State> {
  /** The state, the same object until something changed. */
  getState: () => State;
  /** The state to hydrate with. Default: `getState`. */
  getInitialState?: () => State;
  /** Hears of changes, until the function that it gives back is called. */
  subscribe: (listener: () => void) => () => void;
}

/** A part of what a store shows; the component renders only when it is another part. */
export function useStore<State, Part>(
  store: ReadableStore<State>,
  selector: (state: State) => Part,
  isEqual: (a: Part, b: Part) => boolean = Object.is,
): Part {
  const [selection] = useState(() => new Selection<Part>());
  const select = () => selection.pick(selector(store.getState()), isEqual);
  const initial = () =>
    selection.pick(selector((store.getInitialState ?? store.getState).call(store)), isEqual);
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  return useSyncExternalStore(subscribe, select, initial);
}
