// What a page of the system looks like, with only the import changed.
import { ChatWebSocket, useChatWebSocket, type ServerMessage, type WebSocketConfig } from 'chatwire/chat';
import { useState } from 'react';

/** Asks one question on a link of its own. */
export function askOnce(config: WebSocketConfig, onAnswer: (message: ServerMessage) => void): () => void {
  const ws = new ChatWebSocket({
    ...config,
    onMessage: (message) => {
      onAnswer(message);
    },
    onOpen: () => {
      ws.send({ message: 'Hello, how can I fix my network?', conversation_id: 'abc-123' });
    },
  });
  ws.connect();
  return () => ws.disconnect();
}

export function Chat({ config = {} }: { config?: WebSocketConfig }) {
  const [currentMessage, setCurrentMessage] = useState('');
  const [tools, setTools] = useState<unknown[]>([]);
  const ws = useChatWebSocket({
    ...config,
    onMessage: (message) => {
      const { response } = message;
      if (response) setCurrentMessage((previous) => previous + response);
      if (message.tool_calls) setTools((previous) => [...previous, ...(message.tool_calls ?? [])]);
    },
  });
  return (
    <main>
      <output>{ws.state}</output>
      <p>{currentMessage}</p>
      <ul>
        {tools.map((tool, index) => (
          <li key={index}>{(tool as { name: string }).name}</li>
        ))}
      </ul>
      <button onClick={() => ws.send({ message: 'Hi', conversation_id: 'abc-123' })}>Send</button>
    </main>
  );
}
