import { createChatClient } from 'chatwire';
import { bindChatStore, createChatStore } from 'chatwire/stores';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useStore } from 'zustand';

const asked = new URLSearchParams(location.search);
const client = createChatClient({
  url: asked.get('server'),
  profile: 'autobot',
  thread: asked.get('thread'),
});
const chats = createChatStore();
bindChatStore(client, chats);
void client.connect();
chats.getState().sendMessage('What is 6 * 7?');

function Answer() {
  const answer = useStore(chats, ({ sessions }) =>
    sessions[0].messages.find(({ role }) => role === 'assistant'),
  );
  return (
    <output id="answer" data-status={answer?.status} data-thread={client.stats().thread}>
      {answer?.text}
    </output>
  );
}

createRoot(document.querySelector('#root')).render(
  <StrictMode>
    <Answer />
  </StrictMode>,
);
