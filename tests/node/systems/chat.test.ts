import {
  AnswerAssembler,
  ChatWebSocket,
  type ServerMessage,
  type WebSocketConfig,
} from 'chatwire/chat/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { loadCore } from '../../../js-glue/core/load.ts';
import { startServer, type ReferenceServer } from '../../../web/server/server.ts';
import { until } from '../../support/until.ts';

let server: ReferenceServer;
let chats: ChatWebSocket[];

beforeEach(async () => {
  server = await startServer({ chunkDelay: 0 });
  chats = [];
});

afterEach(async () => {
  for (const chat of chats) chat.disconnect();
  await server.close();
});

function open(config: WebSocketConfig = {}) {
  const messages: ServerMessage[] = [];
  const chat = new ChatWebSocket({
    url: server.urlOf('chat'),
    reconnectInterval: 10,
    WebSocket,
    onMessage: (message) => messages.push(message),
    ...config,
  });
  chats.push(chat);
  /** Waits for the nth answer: its text. */
  const answer = async (nth = 1) => {
    const ends = () => messages.filter(({ done }) => done).length;
    await until(() => ends() >= nth, `answer ${nth}`);
    const answers = new AnswerAssembler();
    return messages.map((message) => answers.add(message)).filter(({ isComplete }) => isComplete)[nth - 1]!;
  };
  return { chat, messages, answer };
}

// By the names of the system's own table of tests.
describe('integration tests', () => {
  it('S1.114 S1.1 S1.3 S1.4 S1.5 S1.85 Full conversation flow', async () => {
    const { chat, answer, messages } = open();
    chat.connect();
    chat.send({ message: 'The harbour is old.', conversation_id: 'abc-123' });
    expect((await answer()).conversationId).toBe('abc-123');
    chat.send({ message: 'What did I say?', conversation_id: 'abc-123' });
    expect((await answer(2)).text).toContain('The harbour is old.');
    expect(messages.length).toBeGreaterThan(3);
    chat.disconnect();
    await until(() => server.connectionCount === 0, 'the close');
  });

  it('S1.115 S1.86 Tool calls received', async () => {
    const { chat, answer } = open();
    const tools: unknown[] = [];
    const answers: unknown[] = [];
    chat.client.on('tool', (message) => tools.push(message.payload));
    chat.client.on('answer', (message) => answers.push(message.payload));
    chat.send({ message: 'What is 6 * 7?' });
    const { toolCalls, text } = await answer();
    expect(toolCalls).toEqual([
      { id: expect.any(String), name: 'calculator', arguments: { expression: '6 * 7' } },
    ]);
    expect(text).toContain('42');
    expect(tools).toHaveLength(1);
    expect(answers.length).toBeGreaterThan(1);
  });

  it('S1.116 Conversation ID persisted', async () => {
    const { chat, answer } = open();
    chat.send({ message: 'The harbour is old.' });
    const { conversationId } = await answer();
    expect(conversationId).toEqual(expect.any(String));
    expect(chat.conversationId).toBe(conversationId);
    server.faults.cut();
    await until(() => !chat.isConnected, 'the cut');
    chat.send({ message: 'What did I say?' });
    const second = await answer(2);
    expect(second.conversationId).toBe(conversationId);
    expect(second.text).toContain('The harbour is old.');
  });
});

describe('a ChatWebSocket over real sockets', () => {
  it('S1.119 leaves nothing behind after disconnect(), however many there were', async () => {
    const { module } = await loadCore();
    const cycle = async () => {
      const { chat } = open();
      const { client } = chat;
      chat.send({ message: 'Hello' });
      await until(() => chat.isConnected, 'the link');
      chat.disconnect();
      await until(() => client.isDestroyed, 'the end');
    };
    for (let n = 0; n < 20; n++) await cycle();
    const before = module.heapInUse();
    for (let n = 0; n < 200; n++) await cycle();
    expect(module.heapInUse()).toBe(before);
    await until(() => server.connectionCount === 0, 'the closes');
  });

  it('S1.95 sends what was queued while the link was down, in order, once', async () => {
    const { chat, answer } = open();
    chat.connect();
    await until(() => chat.isConnected, 'the link');
    server.faults.cut();
    await until(() => !chat.isConnected, 'the cut');
    for (const message of ['One.', 'Two.', 'Three.']) chat.send({ message, conversation_id: 'c' });
    await answer(3);
    expect(server.received.count('message')).toBe(3);
  });

  it('S1.48 S1.71 W1 says goodbye with 1000, and stays away', async () => {
    const closes: [number, string][] = [];
    const { chat } = open({ onClose: ({ code, reason }) => closes.push([code, reason]) });
    chat.connect();
    await until(() => chat.isConnected, 'the link');
    chat.disconnect();
    await until(() => closes.length === 1 && server.connectionCount === 0, 'the close');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closes).toEqual([[1000, 'Client disconnect']]);
    expect(server.connectionCount).toBe(0);
  });

  it('S1.94 S1.17 backs off from a port where nobody listens, and says so once', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    await server.close();
    const gaps: number[] = [];
    const errors: Event[] = [];
    const { chat } = open({ onError: (event) => errors.push(event), maxReconnectAttempts: 3 });
    chat.client.on('retry', ({ delay }) => gaps.push(delay));
    chat.connect();
    await until(() => error.mock.calls.length > 0, 'the end');
    expect(gaps).toEqual([10, 20, 40]);
    expect(errors).toHaveLength(4);
    expect(error.mock.calls).toEqual([['Max reconnection attempts reached']]);
    error.mockRestore();
    server = await startServer();
  });
});
