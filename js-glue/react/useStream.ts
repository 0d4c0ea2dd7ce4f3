import { startTransition, useEffect, useRef, useState } from 'react';

/**
 * Shows what changes in each animation frame while messages stream in, by transitions. `useSyncExternalStore` would make each change
 * an urgent one, and for that React drops whatever else it was rendering: a view that takes longer than a frame would not be shown
 * before React loses patience, after five seconds. So what the user does comes first.
 *
 * @param getView The same value until it changed. Another function is another stream.
 */
export function useStream<View>(subscribe: (listener: () => void) => () => void, getView: () => View): View {
  const [shown, setShown] = useState(() => ({ getView, view: getView() }));
  const view = shown.getView === getView ? shown.view : getView();
  const rendered = useRef(view);
  useEffect(() => {
    rendered.current = view;
  });
  useEffect(() => {
    let last = rendered.current;
    const show = () => {
      const next = getView();
      if (next === last) return;
      last = next;
      startTransition(() => setShown({ getView, view: next }));
    };
    const stop = subscribe(show);
    // What has changed since it was rendered.
    show();
    return stop;
  }, [subscribe, getView]);
  return view;
}
