import './slim.js';
import { ChatProvider, useChatClient, useConnection, useLatestMessage, useSend } from 'chatwire/react';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';

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
  return (
    <output id="answer" data-state={state} data-thread={client.stats().thread}>
      {answer?.payload.response}
    </output>
  );
}

createRoot(document.querySelector('#root')).render(
  <StrictMode>
    <ChatProvider options={options}>
      <Answer />
    </ChatProvider>
  </StrictMode>,
);
