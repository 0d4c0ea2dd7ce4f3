import { createChatClient } from 'chatwire';
import { Suspense } from 'react';
import { Chat } from './chat.jsx';

/** A server component may import the package, and make a client: nothing is opened. */
async function FromServer() {
  await new Promise((resolve) => setTimeout(resolve, 10));
  const client = createChatClient({ url: 'ws://localhost:1' });
  return <p id="server">{client.state}</p>;
}

export default function Page() {
  return (
    <main>
      <Suspense fallback={<p>…</p>}>
        <FromServer />
      </Suspense>
      <Chat thread="main" />
    </main>
  );
}
