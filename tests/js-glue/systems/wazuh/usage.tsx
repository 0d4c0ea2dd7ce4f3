// The system's own samples, with only the import path changed (S0.37 to S0.47).
import { useWebSocket, WebSocketProvider, type WebSocketProviderProps } from 'chatwire/wazuh';

export function ChatComponent() {
  const { sendMessage, isConnected, connectionStatus } = useWebSocket();

  const handleSend = () => {
    sendMessage('Hello, AI assistant!');
  };

  return (
    <div>
      <p data-testid="status">{connectionStatus}</p>
      <button onClick={handleSend} disabled={!isConnected}>
        Send
      </button>
    </div>
  );
}

/** What the application puts around its pages; the properties are for tests. */
export function App(props: WebSocketProviderProps) {
  return (
    <WebSocketProvider {...props}>
      <ChatComponent />
    </WebSocketProvider>
  );
}
