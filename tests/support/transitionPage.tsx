import { createChatClient } from 'chatwire';
import { useWebSocket as useNexusWebSocket } from 'chatwire/nexus';
import { ChatProvider, useMessages, useWebSocket } from 'chatwire/react';
import { ChatInterface, TerminalView } from 'chatwire/react/components';
import { bindChatStore, createChatStore, type ChatMapper } from 'chatwire/stores';
import { bindTerminal, TerminalBuffer } from 'chatwire/terminal';
import { startTransition, useEffect, useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

declare global {
  /** Shows the other view by a transition, and takes it away; resolves to how many milliseconds it took until it was there. */
  var navigate: () => Promise<number>;
  /** Begins an asynchronous action: React shows no transition until it is ended. */
  var beginAction: () => void;
  var endAction: () => void;
  /** What is shown of the stream, token by token. */
  var shownTokens: () => string[];
}

const url = new URL('/ws-test', location.href.replace('http', 'ws')).href;
const client = createChatClient({ url, profile: 'base' });
const limit = Infinity;

/** The end of what a hook gives. */
function Tokens({ all }: { all: readonly unknown[] }): ReactElement {
  useEffect(() => {
    globalThis.shownTokens = () => all.map(String);
  });
  return <p id="stream">{all.slice(-100).join(' ')}</p>;
}

const Messages = () => <Tokens all={useMessages('token', { limit }).map(({ payload }) => payload)} />;

/** Those of the hooks that give all messages. */
const tokensOf = (messages: readonly { type: string; payload: unknown }[]) =>
  messages.filter(({ type }) => type === 'token').map(({ payload }) => payload);

function WebSocketMessages() {
  return <Tokens all={tokensOf(useWebSocket(url, { maxMessages: limit }).messages)} />;
}

function NexusMessages() {
  return <Tokens all={tokensOf(useNexusWebSocket({ url, maxMessages: limit, logLevel: 'none' }).messages)} />;
}

const chats = createChatStore();
const mapper: ChatMapper = {
  changes: { token: ({ payload }) => ({ kind: 'delta', streamId: 'answer', text: `${String(payload)} ` }) },
  announcements: {},
  text: ({ text }) => ({ type: 'say', payload: text }),
  knowsMessageIds: false,
  answersOutliveLinks: true,
};

function Answer() {
  useEffect(() => bindChatStore(client, chats, { mapper }), []);
  useEffect(() => {
    globalThis.shownTokens = () => {
      const text = document.querySelector('[data-role=assistant] .chatwire-chat-bubble')?.textContent ?? '';
      return text.split(' ').filter(Boolean);
    };
  }, []);
  return <ChatInterface store={chats} />;
}

const buffer = new TerminalBuffer();

function Terminal() {
  useEffect(
    () =>
      bindTerminal(client, buffer, {
        messages: { token: (payload, to) => to.addLine(String(payload), 'output') },
      }),
    [],
  );
  useEffect(() => {
    globalThis.shownTokens = () => {
      // Only the lines in sight are in the document, the newest among them.
      const rows = document.querySelectorAll('.chatwire-terminal-line[data-kind=output]');
      const last = [...rows].at(-1)?.textContent.trim() ?? '';
      const all = buffer
        .toText()
        .split('\n')
        .filter((line) => line.startsWith('token'));
      return all.slice(0, all.indexOf(last) + 1);
    };
  }, []);
  return <TerminalView buffer={buffer} />;
}

/** A row of a view that is much work. React may pause between two. */
function Row() {
  const end = performance.now() + 4;
  while (performance.now() < end);
  return <li />;
}

globalThis.beginAction = () => {
  startTransition(() => new Promise<void>((resolve) => (globalThis.endAction = resolve)));
};

let arrived = () => {};

function View() {
  useEffect(() => arrived());
  return (
    <ul id="heavy">
      {Array.from({ length: 60 }, (_, n) => (
        <Row key={n} />
      ))}
    </ul>
  );
}

function Page({ stream }: { stream: ReactElement }) {
  const [isThere, setThere] = useState(false);
  globalThis.navigate = () => {
    const start = performance.now();
    return new Promise((resolve) => {
      arrived = () => {
        resolve(performance.now() - start);
        setThere(false);
      };
      startTransition(() => setThere(true));
    });
  };
  return (
    <>
      {stream}
      {isThere && <View />}
    </>
  );
}

const streams: Record<string, ReactElement> = {
  useMessages: <Messages />,
  useWebSocket: <WebSocketMessages />,
  'useWebSocket of nexus': <NexusMessages />,
  ChatInterface: <Answer />,
  TerminalView: <Terminal />,
};
const stream = streams[decodeURIComponent(location.hash.slice(1))]!;

chats.getState().createSession('Chat');
if (stream.type !== WebSocketMessages && stream.type !== NexusMessages) void client.connect();
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <ChatProvider client={client}>
    <Page stream={stream} />
  </ChatProvider>,
);
