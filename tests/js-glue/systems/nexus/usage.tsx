// The system's own sample, with only the import path changed (S3.39 to S3.49).
import { useWebSocket, type WebSocketConfig } from 'chatwire/nexus';
import { useEffect, useState } from 'react';

/** `WebSocket` is for tests; the sample names the first two. */
export function ChatComponent({ WebSocket }: Pick<WebSocketConfig, 'WebSocket'>) {
  const [query, setQuery] = useState('');
  const { state, messages, sendMessage, clearMessages } = useWebSocket({
    url: 'ws://localhost:8000',
    apiKey: process.env['NEXUS_API_KEY'],
    WebSocket,
  });

  useEffect(() => {
    console.log('Connection state:', state);
  }, [state]);

  const handleSend = () => {
    if (state.connected) {
      sendMessage(query);
    }
  };

  return (
    <div>
      <p>Status: {state.connected ? 'Connected' : 'Disconnected'}</p>
      <input aria-label="query" value={query} onChange={(event) => setQuery(event.target.value)} />
      <button onClick={handleSend}>Send</button>
      <button onClick={clearMessages}>Clear</button>
      {messages.map((message) => (
        <p key={message.id} data-testid="answer">
          {message.payload.answer}
        </p>
      ))}
    </div>
  );
}
