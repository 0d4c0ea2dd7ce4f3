import { createElement, useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';

/** Shows a stream with one of the hooks, and counts what React commits. */
export function showStream(useStream) {
  let commits = 0;
  let shown = 0;

  function Stream({ url }) {
    const { text, count } = useStream({ url });
    useLayoutEffect(() => {
      commits++;
      shown = count;
    });
    return createElement('p', null, `${count}: ${text}`);
  }

  window.bench = {
    show: (url) => createRoot(document.getElementById('root')).render(createElement(Stream, { url })),
    state: () => ({ commits, shown }),
  };
}
