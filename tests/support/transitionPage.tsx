import { ChatProvider, useMessages } from 'chatwire/react';
import { startTransition, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

declare global {
  /** Shows the other view by a transition; resolves when it is there, to how many milliseconds that took. */
  var navigate: () => Promise<number>;
}

const options = { url: new URL('/ws-test', location.href.replace('http', 'ws')), profile: 'base' as const };
let arrived = () => {};

function Stream() {
  const tokens = useMessages<string>('token', { limit: 100 });
  return <p id="stream">{tokens.map(({ payload }) => payload).join(' ')}</p>;
}

/** A row of a view that is much work. React may pause between two. */
function Row() {
  const end = performance.now() + 4;
  while (performance.now() < end);
  return <li />;
}

function View() {
  useEffect(() => arrived());
  return (
    <ul id="heavy">
      {Array.from({ length: 60 }, (_, n) => (
        <Row key={n} />
      ))}
    </ul>
  );
}

function Page() {
  const [isThere, setThere] = useState(false);
  globalThis.navigate = () => {
    const start = performance.now();
    return new Promise((resolve) => {
      arrived = () => resolve(performance.now() - start);
      startTransition(() => setThere(true));
    });
  };
  return (
    <>
      <Stream />
      {isThere && <View />}
    </>
  );
}

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <ChatProvider options={options}>
    <Page />
  </ChatProvider>,
);
