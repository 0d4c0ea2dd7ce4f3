import {
  startTransition,
  useEffect,
  useInsertionEffect,
  useMemo,
  useReducer,
  useSyncExternalStore,
} from 'react';
import { StreamFollower, type Source } from './streamFollower.ts';

/** In the place of a revision while what a server has rendered is made alive. */
const HYDRATING = -1;

/**
 * What a store shows: streamed changes by transitions, all others at once. `useSyncExternalStore` alone would make each change an
 * urgent one, and for that React drops whatever else it was rendering: beside a stream, a view that takes longer than a frame would
 * not be shown before React loses patience, after five seconds.
 *
 * A render takes what the store has by then. So an urgent change is never behind the stream, and what two components show of one
 * store differs, if at all, by what came while React was rendering them, until the next frame.
 *
 * @param getView The same value until it changed. Another function is not another store: that is another `subscribe`.
 * @param getInitialView What a server renders, and what hydration begins with. Default: `getView`.
 */
export function useStream<View>(
  subscribe: Source,
  getView: () => View,
  getInitialView: () => View = getView,
): View {
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  const follower = useMemo(
    () => new StreamFollower<View>(subscribe, () => startTransition(render)),
    [subscribe],
  );
  const revision = useSyncExternalStore(follower.subscribe, follower.getRevision, () =>
    getInitialView() === getView() ? follower.getRevision() : HYDRATING,
  );
  const view = revision === HYDRATING ? getInitialView() : getView();
  useInsertionEffect(() => follower.committed(view, getView));
  useEffect(() => follower.follow());
  return view;
}
