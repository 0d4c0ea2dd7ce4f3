import { ChatProvider, useConnection, useLatestMessage, useMessages, useSend } from 'chatwire/react';
import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

declare global {
  /** Mounts a provider with components that use it, waits until each has what it wants, unmounts, and that so often. */
  var mountAndUnmount: (cycles: number) => Promise<void>;
}

const address = location.href.replace('http', 'ws');
const options = { url: new URL('/ws-test', address), profile: 'base' as const };
const root = createRoot(document.body.appendChild(document.createElement('div')));

function Echo({ onEcho }: { onEcho: () => void }) {
  const { state } = useConnection();
  const messages = useMessages('echo');
  const latest = useLatestMessage('echo');
  const send = useSend();
  useEffect(() => {
    if (state === 'connected') send('greeting', { text: 'hello' });
  }, [state, send]);
  useEffect(() => {
    if (latest) onEcho();
  }, [latest, onEcho]);
  return (
    <p>
      {state}, {messages.length}
    </p>
  );
}

globalThis.mountAndUnmount = async (cycles) => {
  for (let cycle = 0; cycle < cycles; cycle++) {
    await new Promise<void>((resolve) => {
      flushSync(() =>
        root.render(
          <ChatProvider key={cycle} options={options}>
            <Echo onEcho={resolve} />
          </ChatProvider>,
        ),
      );
    });
    flushSync(() => root.render(null));
  }
};
