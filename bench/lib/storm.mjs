import { createElement, useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';

/** Shows a stream with one of the hooks, and what that needs around it, and counts what React commits. */
export function showStream({ useStream, Provider }) {
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
    show(url) {
      const stream = createElement(Stream, { url });
      const page = Provider ? createElement(Provider, { url }, stream) : stream;
      createRoot(document.getElementById('root')).render(page);
    },
    state: () => ({ commits, shown }),
  };
}
