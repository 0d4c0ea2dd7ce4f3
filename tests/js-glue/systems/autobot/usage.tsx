// What the system's own guide shows, with another import path.
import {
  type ChatEventAggregator,
  MessageBatcher,
  MessageFilter,
  useWebSocket,
  WebSocketHealthMonitor,
  WebSocketMessageRouter,
  WebSocketQueue,
  type ChatEvent,
  type WebSocketMessage,
} from 'chatwire/autobot';
import { useEffect, useState } from 'react';

interface ChatProps {
  url: string;
  notify: (text: string) => void;
}

/** A chat: what was said, a router for what comes, an input. */
export function Chat({ url, notify }: ChatProps) {
  const [answers, setAnswers] = useState<string[]>([]);
  const [steps, setSteps] = useState<string[]>([]);
  const [router] = useState(() => {
    const made = new WebSocketMessageRouter();
    made.addHandler<{ response: string }>('llm_response', (payload) =>
      setAnswers((before) => [...before, payload.response]),
    );
    made.addHandler<{ description: string }>('workflow_step_started', (payload) =>
      setSteps((before) => [...before, payload.description]),
    );
    made.addHandler<{ message: string }>('error', (payload) => notify(payload.message));
    return made;
  });
  const { isConnected, lastMessage, connectionError, sendMessage, connect, disconnect } = useWebSocket(url, {
    onMessage: (message: WebSocketMessage) => router.processMessage(message),
    onConnect: () => notify('connected'),
    onDisconnect: () => notify('disconnected'),
    onError: (error: Event) => notify(error.type),
    reconnectAttempts: 5,
    reconnectDelay: 1000,
  });
  return (
    <section>
      <p role="status">{isConnected ? 'Connected' : (connectionError ?? 'Disconnected')}</p>
      <ul>
        {answers.map((answer) => (
          <li key={answer}>{answer}</li>
        ))}
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      <code>{lastMessage?.type}</code>
      <button onClick={() => sendMessage({ type: 'user_message', payload: { message: 'What is 6 * 7?' } })}>
        Ask
      </button>
      <button onClick={connect}>Connect</button>
      <button onClick={disconnect}>Disconnect</button>
    </section>
  );
}

/** The newest events of a log. */
export function Feed({ aggregator }: { aggregator: ChatEventAggregator }) {
  const [events, setEvents] = useState<ChatEvent[]>([]);
  useEffect(() => aggregator.subscribe(() => setEvents(aggregator.getEvents())), [aggregator]);
  return <p>{events.map(({ type }) => type).join(' ')}</p>;
}

/** The tools around a plain socket. */
export function tend(socket: WebSocket) {
  const queue = new WebSocketQueue();
  queue.setWebSocket(socket);
  const monitor = new WebSocketHealthMonitor(socket);
  const batcher = new MessageBatcher<object>((messages) => queue.send(messages));
  const filter = new MessageFilter();
  filter.addFilter(MessageFilter.createTypeFilter(['llm_response', 'error']));
  filter.addFilter(MessageFilter.createRateLimitFilter(100));
  socket.addEventListener('message', (event: MessageEvent<string>) => {
    const message = JSON.parse(event.data) as WebSocketMessage;
    if (filter.shouldProcess(message)) batcher.add({ type: 'seen', payload: message.type });
  });
  return () => monitor.destroy();
}
