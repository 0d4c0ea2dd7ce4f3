import { createElement, startTransition, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** A view of so many rows, each so many milliseconds of work. React may pause between two of them. */
const ROWS = 60;
const ROW_TIME = 4;

/** Shows a stream with one of the hooks, and beside it, when told to, a view that takes long to render. */
export function showNavigation({ useStream, Provider }) {
  let arrived = () => {};

  function Stream({ url }) {
    const { text, count } = useStream({ url });
    return createElement('p', null, `${count}: ${text}`);
  }

  function Row() {
    const end = performance.now() + ROW_TIME;
    while (performance.now() < end);
    return createElement('li');
  }

  function View() {
    useEffect(() => arrived());
    return Array.from({ length: ROWS }, (_, index) => createElement(Row, { key: index }));
  }

  function Page({ url }) {
    const [isThere, setThere] = useState(false);
    useEffect(() => {
      window.bench.navigate = () =>
        new Promise((resolve) => {
          const start = performance.now();
          arrived = () => resolve(performance.now() - start);
          startTransition(() => setThere(true));
        });
    }, []);
    return [createElement(Stream, { key: 'stream', url }), isThere && createElement(View, { key: 'view' })];
  }

  window.bench = {
    show(url) {
      const page = createElement(Page, { url });
      const whole = Provider ? createElement(Provider, { url }, page) : page;
      createRoot(document.getElementById('root')).render(whole);
    },
  };
}
