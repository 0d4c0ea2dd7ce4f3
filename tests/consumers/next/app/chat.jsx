'use client';

import { ChatProvider, useChatClient, useConnection, useLatestMessage, useSend } from 'chatwire/react';
import { useEffect } from 'react';

/** Rendered on the server too: the address is asked for when it is dialled. */
const url = () => new URLSearchParams(location.search).get('server');

export function Chat({ thread }) {
  return (
    <ChatProvider options={{ url, profile: 'autobot', thread }}>
      <Answer />
    </ChatProvider>
  );
}

function Answer() {
  const client = useChatClient();
  const { state } = useConnection();
  const answer = useLatestMessage('llm_response');
  const send = useSend();
  useEffect(() => {
    if (state === 'connected') send('user_message', { message: 'What is 6 * 7?' });
  }, [state, send]);
  return (
    <output id="answer" data-state={state} data-thread={answer && client.stats().thread}>
      {answer?.payload.response}
    </output>
  );
}
