import { ChatProvider, useChatClient, useConnection, useLatestMessage, useSend } from 'chatwire/react';
import { configureCore } from 'chatwire/slim';
import { createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';

configureCore({ wasmUrl: new URL('chatwire/core.wasm', import.meta.url) });

const asked = new URLSearchParams(location.search);
const options = { url: asked.get('server'), profile: 'autobot', thread: asked.get('thread') };

function Answer() {
  const client = useChatClient();
  const { state } = useConnection();
  const answer = useLatestMessage('llm_response');
  const send = useSend();
  useEffect(() => {
    if (state === 'connected') send('user_message', { message: 'What is 6 * 7?' });
  }, [state, send]);
  const shown = { id: 'answer', 'data-state': state, 'data-thread': client.stats().thread };
  return createElement('output', shown, answer?.payload.response);
}

createRoot(document.querySelector('#root')).render(
  createElement(ChatProvider, { options }, createElement(Answer)),
);
