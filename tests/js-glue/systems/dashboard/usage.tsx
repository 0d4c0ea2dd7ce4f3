// What pages of the system look like, with only the import changed.
import { createWebSocketClient, useWebSocket, type WebSocketClientOptions } from 'chatwire/dashboard';
import { useEffect, useState } from 'react';

export function watchTerminal(options: WebSocketClientOptions, show: (output: string) => void): () => void {
  const client = createWebSocketClient('session-token', options);
  void client.connect();
  const unsubscribe = client.subscribe('terminal_output', (message) => {
    show(message.data.output);
  });
  client.send('ping');
  return () => {
    unsubscribe();
    client.disconnect();
  };
}

export function Status() {
  const { state, isConnected, subscribe } = useWebSocket();
  const [lines, setLines] = useState<string[]>([]);

  useEffect(() => {
    return subscribe('terminal_output', (message) => {
      setLines((previous) => [...previous, message.data.output]);
    });
  }, [subscribe]);

  return (
    <div>
      <p>
        Status: {state} {isConnected ? '(online)' : '(offline)'}
      </p>
      <pre>{lines.join('')}</pre>
    </div>
  );
}
