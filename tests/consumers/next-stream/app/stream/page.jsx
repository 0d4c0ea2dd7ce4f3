import { createChatClient } from 'chatwire';
import { Suspense } from 'react';
import { Chat } from '../chat.jsx';

/** Rendered at each request, so that what is late comes late. */
export const dynamic = 'force-dynamic';

async function Late() {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const client = createChatClient({ url: 'ws://localhost:1' });
  return <p>late: {client.state}</p>;
}

export default function Page() {
  return (
    <main>
      <Suspense fallback={<p>not yet</p>}>
        <Late />
      </Suspense>
      <Chat thread="main" />
    </main>
  );
}
