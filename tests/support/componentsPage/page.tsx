import { createChatClient } from 'chatwire';
import { ChatInterface, ConnectionInspector, ConnectionStatus, Toasts } from 'chatwire/react/components';
import { createChatStore, createUiStore, type ChatMessage, type Workflow } from 'chatwire/stores';
import 'chatwire/styles.css';
import { createRoot } from 'react-dom/client';

/** Each kind of message, behind many others. */
const workflow: Workflow = {
  ...{ id: 'w', goal: 'Deploy the docs', thought: 'Build first', current: 2, status: 'running', summary: '' },
  steps: [
    { number: 1, description: 'Build', status: 'done', result: 'ok' },
    { number: 2, description: 'Upload', status: 'running' },
    { number: 3, description: 'Check', status: 'waiting' },
  ],
  approval: { description: 'Upload 214 files?', action: 'upload', details: { files: 214 } },
};

const told = Array.from({ length: location.hash === '#long' ? 1000 : 20 }, (_, n): Partial<ChatMessage> => {
  const isOurs = n % 2 === 0;
  const text = `Message ${n} `.repeat(1 + ((n * 7) % 23));
  return { role: isOurs ? 'user' : 'assistant', status: isOurs ? 'answered' : 'done', text };
});

const kinds: Partial<ChatMessage>[] = [
  { role: 'system', text: 'The session was resumed.' },
  { role: 'user', status: 'sent', text: 'Deploy the docs' },
  { text: '', workflowId: 'w' },
  { role: 'user', status: 'queued', text: 'Waits' },
  { role: 'user', status: 'failed', text: 'Failed', error: 'Shorten it.' },
  { toolCalls: [{ id: 't', name: 'search', arguments: { query: 'x' }, result: '42', status: 'done' }] },
  { status: 'failed', text: 'Half an ans', error: 'The server restarted.' },
  { status: 'streaming', text: 'Streams' },
];

const messages = [...told, ...kinds].map((change, n): ChatMessage => ({
  ...{ id: `m${n}`, role: 'assistant', status: 'done', text: 'An answer' },
  timestamp: '2026-01-02T03:04:05Z',
  ...change,
}));

const chats = createChatStore();
const ui = createUiStore();
const client = createChatClient({ url: 'ws://127.0.0.1:9/ws', profile: 'autobot' });
const session = { id: 's', title: '', messages, workflows: [workflow], isTyping: true, unread: 0 };
chats.setState({ sessions: [session], currentSessionId: 's', isBound: true });
for (const level of ['info', 'success', 'warning', 'error'] as const)
  ui.getState().toast({ level, title: level, message: `Something of ${level}`, duration: Infinity });
client.send('user_message', { message: 'Hello' });
// Nobody is there: it tries again and again.
void client.connect();

/** What the test does to the page. */
export const actions = {
  /** Replaces the text of the message that streams. */
  stream: (text: string) =>
    chats.setState(({ sessions: [first = session] }) => ({
      sessions: [
        {
          ...first,
          messages: first.messages.map((each) => (each.status === 'streaming' ? { ...each, text } : each)),
        },
      ],
    })),
  clearToasts: () => ui.getState().clear(),
};
Object.assign(globalThis, { actions });

createRoot(document.getElementById('root') ?? document.body).render(
  location.hash === '#inspector' ? (
    <ConnectionInspector client={client} />
  ) : (
    <div style={{ display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr)', blockSize: '100dvh' }}>
      <ConnectionStatus client={client} maxAttempts={5} />
      <ChatInterface store={chats} />
      <Toasts store={ui} />
    </div>
  ),
);
