import { afterEach, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import {
  base,
  createChatClient,
  type AutobotMessages,
  type ChatClient,
  type Message,
  type NexusMessages,
  type Profile,
  type Receipt,
  type SystemMessages,
  type WazuhMessages,
} from 'chatwire';
import { loadCore } from '../../../js-glue/core/load.ts';
import type {
  AutobotClientMessage,
  AutobotServerMessage,
  LlmResponse,
} from '../../../js-glue/messages/generated/autobot.ts';
import type { ClientMessage, ServerMessage } from '../../../js-glue/messages/generated/chat.ts';
import type { DashboardServerMessage } from '../../../js-glue/messages/generated/dashboard.ts';
import type {
  AskRequest,
  AskResponse,
  NexusClientMessage,
  NexusServerMessage,
} from '../../../js-glue/messages/generated/nexus.ts';
import type { WazuhClientMessage, WazuhServerMessage } from '../../../js-glue/messages/generated/wazuh.ts';
import { connectFakeClient } from '../../support/clients.ts';
import { fakeNetwork } from '../../support/fakeWebSocket.ts';

// `tsc` checks this file too. Where an error is expected and none comes, it fails: the types have become loose.

beforeAll(loadCore);

const clients: ChatClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

/** What a profile's name alone makes of a client's types. */
async function open<Name extends keyof SystemMessages>(profile: Name) {
  const network = fakeNetwork((socket) => void socket.open());
  const client = createChatClient({
    url: 'ws://server.test/ws',
    profile,
    heartbeat: false,
    WebSocket: network.WebSocket,
  });
  clients.push(client as ChatClient);
  await client.connect();
  return { client, network };
}

const answer = {
  type: 'llm_response',
  payload: { response: 'Hello', chat_id: 'c', model: 'm', processing_time: 0.5 },
} satisfies AutobotServerMessage;

describe("a client with a profile's name", () => {
  it('C29 knows the payloads of what means the same', async () => {
    const { client, network } = await open('autobot');
    const models: string[] = [];
    client.on('answer', (message) => {
      expectTypeOf(message).toEqualTypeOf<Message<LlmResponse, 'llm_response'>>();
      models.push(message.payload.model);
    });
    const texts: string[] = [];
    client.on('tool', (message) => {
      expectTypeOf(message.type).toEqualTypeOf<'tool_code' | 'tool_output'>();
      texts.push(message.type === 'tool_code' ? message.payload.code : message.payload.output);
    });
    // @ts-expect-error -- It is known: there is nothing to promise.
    client.on<{ model: number }>('answer', () => {});
    client.on('typing', (message) => expectTypeOf(message).toBeNever());
    await network.last.message(answer);
    await network.last.message({ type: 'tool_output', payload: { output: 'done' } });
    expect([models, texts]).toEqual([['m'], ['done']]);
  });

  it('C29 knows the frame that has the member, where frames name no type', async () => {
    const { client, network } = await open('chat');
    let text = '';
    client.on('answer', ({ payload }) => {
      expectTypeOf(payload.response).toEqualTypeOf<string>();
      expectTypeOf(payload.conversation_id).toEqualTypeOf<string | undefined>();
      text += payload.response;
    });
    await network.last.message({ response: 'Hello' });
    expect(text).toBe('Hello');
  });

  it.each(['autobot', 'chat', 'dashboard', 'nexus', 'wazuh'] as const)(
    'C29 %s is a plain client all the same, whose meanings anybody may ask for',
    async (profile) => {
      const { client } = await open(profile);
      const plain: ChatClient = client as ChatClient;
      plain.on<{ anything: number }>('notification', ({ payload }) => {
        expectTypeOf(payload).toEqualTypeOf<{ anything: number }>();
      });
      plain.on('answer', ({ payload }) => expectTypeOf(payload).toBeUnknown());
      expect(plain.profile.name).toBe(profile);
    },
  );

  it('S4.14 S4.160 knows the payload of each type', async () => {
    const { client, network } = await open('autobot');
    const models: string[] = [];
    client.subscribe('llm_response', (message) => {
      expectTypeOf(message.payload).toEqualTypeOf<LlmResponse>();
      expectTypeOf(message.data).toEqualTypeOf<LlmResponse>();
      expectTypeOf(message.type).toEqualTypeOf<'llm_response'>();
      // @ts-expect-error -- There is no such field.
      expect(message.payload.modell).toBeUndefined();
      models.push(message.payload.model);
    });
    client.subscribe('ping', ({ payload }) => expectTypeOf(payload).toBeUndefined());
    // @ts-expect-error -- The server sends no such type.
    client.subscribe('llm_respons', () => {});
    // @ts-expect-error -- It is the client that says this.
    client.subscribe('workflow_approval', () => {});
    // @ts-expect-error -- Its type is known: there is nothing to promise.
    client.subscribe<{ model: number }>('llm_response', () => {});
    await network.last.message(answer);
    expect(models).toEqual(['m']);
  });

  it('S2.22 tells the messages of a wildcard apart by their type', async () => {
    const { client, network } = await open('autobot');
    const lines: string[] = [];
    client.subscribe('*', (message) => {
      // @ts-expect-error -- Not before its type is known.
      expect(message.payload?.percentage).toBeUndefined();
      switch (message.type) {
        case 'llm_response':
          return lines.push(message.payload.model);
        case 'command_execution_end':
          expectTypeOf(message.payload.status).toEqualTypeOf<'success' | 'failed'>();
          expectTypeOf(message.payload.error).toEqualTypeOf<string | undefined>();
          return lines.push(message.payload.output);
        // @ts-expect-error -- There is no such type.
        case 'llm_respons':
          return;
        default:
          return lines.push(message.type);
      }
    });
    await network.last.message(answer);
    await network.last.message({ type: 'unheard_of' });
    expect(lines).toEqual(['m', 'unheard_of']);
    const [kept] = client.history({ type: 'llm_response' });
    expect(kept?.type === 'llm_response' && kept.payload.model).toBe('m');
  });

  it('S4.37 S4.38 S4.40 S4.41 S4.42 sends what its system takes', async () => {
    const { client, network } = await open('autobot');
    expectTypeOf(client.send('user_message', { message: 'Hello' })).toEqualTypeOf<Receipt>();
    client.send('user_message', { message: 'Hello', chat_id: undefined }, { priority: 'high' });
    client.send('health_check');
    client.send('workflow_approval', { workflow_id: 'w', approved: false, message: '' });
    client.send('workflow_cancel', { workflow_id: 'w', reason: 'r' });
    client.send('user_permission_response', { action: 'install_package', approved: true });
    client.send({ type: 'of_our_own', payload: { approved: true } });
    expect(network.last.sent).toEqual([
      '{"type":"user_message","payload":{"message":"Hello"}}',
      '{"type":"user_message","payload":{"message":"Hello"}}',
      '{"type":"health_check"}',
      '{"type":"workflow_approval","payload":{"workflow_id":"w","approved":false,"message":""}}',
      '{"type":"workflow_cancel","payload":{"workflow_id":"w","reason":"r"}}',
      '{"type":"user_permission_response","payload":{"action":"install_package","approved":true}}',
      '{"type":"of_our_own","payload":{"approved":true}}',
    ]);
    // @ts-expect-error -- A client says no such thing.
    client.send('user_mesage', { message: 'Hello' });
    // @ts-expect-error -- It must have a message.
    client.send('user_message', {});
    // @ts-expect-error -- Nor may it be left out.
    client.send('user_message');
    // @ts-expect-error -- A number is no text.
    client.send('user_message', { message: 1 });
    // @ts-expect-error -- There is no such field.
    client.send('user_message', { message: 'Hello', chat: 'c' });
    // @ts-expect-error -- It has no payload.
    client.send('health_check', { message: 'Hello' });
  });

  it('S4.12 asks what its system answers', async () => {
    const { client, network } = await open('autobot');
    const asked = client.request('health_check', undefined, {
      match: ({ type }) => type === 'health_response',
    });
    await network.last.message({ type: 'health_response', payload: { status: 'healthy', timestamp: 't' } });
    const said = await asked;
    expect(said.type === 'health_response' && said.payload.status).toBe('healthy');
    // @ts-expect-error -- Not before its type is known.
    expect(said.payload?.status).toBe('healthy');
    // @ts-expect-error -- A client asks no such thing.
    client.request('health_chek', undefined, { timeout: 0 }).catch(() => {});
    // @ts-expect-error -- It must say which workflow.
    client.request('workflow_cancel', {}, { timeout: 0 }).catch(() => {});
  });

  it('has the same types when it is told them', async () => {
    const told = createChatClient<AutobotMessages>({ url: 'ws://server.test', profile: 'autobot' });
    clients.push(told);
    expectTypeOf((await open('autobot')).client).toEqualTypeOf(told);
    expectTypeOf(told).toEqualTypeOf<ChatClient<AutobotMessages>>();
    // @ts-expect-error -- The server sends no such type.
    expect(told.subscribe('llm_respons', () => {})).toBeTypeOf('function');
  });
});

it("each of the five names brings its own system's messages", () => {
  const url = 'ws://server.test';
  const five = {
    autobot: createChatClient({ url, profile: 'autobot' }),
    chat: createChatClient({ url, profile: 'chat' }),
    dashboard: createChatClient({ url, profile: 'dashboard' }),
    nexus: createChatClient({ url, profile: 'nexus' }),
    wazuh: createChatClient({ url, profile: 'wazuh' }),
  };
  expectTypeOf(five).toEqualTypeOf<{ [Name in keyof SystemMessages]: ChatClient<SystemMessages[Name]> }>();
  clients.push(...Object.values<ChatClient>(five));
  five.nexus.subscribe('response', ({ payload }) => expectTypeOf(payload.answer).toBeString());
  five.wazuh.subscribe('chat_response', ({ data }) => expectTypeOf(data.message).toBeString());
  // @ts-expect-error -- Another system's.
  expect(five.wazuh.subscribe('llm_response', () => {})).toBeTypeOf('function');
});

describe('a client of anybody else', () => {
  it.each<{ profile: 'base' | Profile | undefined }>([
    { profile: 'base' },
    { profile: undefined },
    { profile: { ...base, name: 'own' } },
  ])('stays open: any type, any payload (%o)', async ({ profile }) => {
    const { network } = await connectFakeClient();
    const client = createChatClient({ url: 'ws://server.test', profile, WebSocket: network.WebSocket });
    clients.push(client);
    expectTypeOf(client).toEqualTypeOf<ChatClient>();
    client.subscribe<{ model: string }>('anything', ({ payload, type }) => {
      expectTypeOf(payload.model).toEqualTypeOf<string>();
      expectTypeOf(type).toEqualTypeOf<string>();
    });
    client.subscribe('anything', (message) => expectTypeOf(message).toEqualTypeOf<Message>());
    client.subscribe('*', (message) => expectTypeOf(message.payload).toBeUnknown());
    expectTypeOf(client.history()).toEqualTypeOf<Message[]>();
    const answer = client.request<number>('anything', 1, { timeout: 0 });
    expectTypeOf(answer).resolves.toEqualTypeOf<Message<number>>();
    expect(client.send('anything', [1, 'two']).status).toBe('queued');
    expect(client.send('anything').status).toBe('queued');
    // @ts-expect-error -- A type is a text.
    expect(() => client.subscribe(1, () => {})).toThrow(TypeError);
  });

  it('has the types that it is told, and more than those of a system', () => {
    interface Notes {
      server: AutobotMessages['server'] & { note: { text: string } };
      client: AutobotMessages['client'] & { take_note: { text: string } };
    }
    const client = createChatClient<Notes>({ url: 'ws://server.test' });
    clients.push(client);
    client.subscribe('note', ({ payload }) => expectTypeOf(payload.text).toBeString());
    client.subscribe('llm_response', ({ payload }) => expectTypeOf(payload.model).toBeString());
    expect(client.send('take_note', { text: 't' }).status).toBe('queued');
    // @ts-expect-error -- Nobody described it.
    client.subscribe('notes', () => {});
  });

  it('is usable wherever any client is', () => {
    const state = (client: ChatClient) => client.state;
    const client = createChatClient({ url: 'ws://server.test', profile: 'autobot' });
    clients.push(client);
    expect(state(client)).toBe('idle');
  });
});

describe('a client of dashboard', () => {
  it('S2.14 S2.52 S2.57 S2.58 has what it names under data', async () => {
    const { client, network } = await open('dashboard');
    const seen: unknown[] = [];
    client.subscribe('terminal_output', (message) => {
      expectTypeOf(message.data.output).toBeString();
      expectTypeOf(message.data.type).toEqualTypeOf<'output' | 'error' | 'info' | undefined>();
      // @ts-expect-error -- There is no such field.
      seen.push(message.data.output, message.data.nope);
    });
    client.subscribe('pong', ({ data }) => seen.push(data));
    client.send('ping');
    expect(network.last.sent).toEqual(['{"type":"ping","data":{}}']);
    const frame: DashboardServerMessage = { type: 'terminal_output', data: { output: '$ ls\n' } };
    await network.last.message(frame);
    await network.last.message({ type: 'pong', data: {} } satisfies DashboardServerMessage);
    await network.last.message({ type: 'pong' } satisfies DashboardServerMessage);
    expect(seen).toEqual(['$ ls\n', undefined, {}, undefined]);
    // @ts-expect-error -- Another kind of output than the three.
    const wrong: DashboardServerMessage = { type: 'terminal_output', data: { output: '', type: 'warning' } };
    expect(wrong.type).toBe('terminal_output');
  });
});

describe('frames of each system', () => {
  it('S0.14 wazuh has eight types, with data and a timestamp', () => {
    expectTypeOf<WazuhServerMessage['type'] | WazuhClientMessage['type']>().toEqualTypeOf<
      | 'chat_message'
      | 'chat_response'
      | 'typing_start'
      | 'typing_stop'
      | 'error'
      | 'connection'
      | 'session_created'
      | 'system_notification'
    >();
    expectTypeOf<keyof WazuhMessages['client']>().toEqualTypeOf<WazuhClientMessage['type']>();
    const frame: WazuhClientMessage = { type: 'chat_message', data: { message: 'Hello' }, timestamp: 't' };
    // @ts-expect-error -- No ninth.
    const type: WazuhServerMessage['type'] = 'chat_massage';
    // @ts-expect-error -- All three keys are required.
    const bare: WazuhClientMessage = { type: 'chat_message', data: { message: 'Hello' } };
    expect([frame, bare].map((each) => each.type)).not.toContain(type);
  });

  it('S3.11 S3.12 S3.13 S3.18 S3.19 S3.20 S3.21 nexus asks and signs, with an id', () => {
    const ask: NexusClientMessage = { type: 'ask', id: '1', payload: { query: 'What is new?' } };
    expectTypeOf<Extract<NexusClientMessage, { type: 'auth' }>['payload']>().toEqualTypeOf<{
      pubkey: string;
      signature: string;
      challenge: string;
    }>();
    expectTypeOf<AskRequest>().toEqualTypeOf<{ query: string; team_id?: string | undefined }>();
    // @ts-expect-error -- Every frame has an id.
    const nameless: NexusClientMessage = { type: 'ask', payload: { query: 'What is new?' } };
    expect(ask).toEqual({ ...nameless, id: '1' });
  });

  it('S3.14 S3.15 S3.16 S3.17 nexus answers', () => {
    expectTypeOf<Extract<NexusServerMessage, { type: 'response' }>>().toEqualTypeOf<{
      type: 'response';
      id: string;
      payload: AskResponse;
    }>();
    expectTypeOf<NexusMessages['server']['response']['usage']>().toEqualTypeOf<
      { prompt_tokens: number; completion_tokens: number; total_tokens: number } | undefined
    >();
    // @ts-expect-error -- An answer is what it is for.
    const mute: AskResponse = { context: 'notes' };
    expect(mute.answer).toBeUndefined();
  });

  it('S4.9 S4.11 autobot leaves the payload out where there is none', () => {
    const pong: AutobotClientMessage = { type: 'pong' };
    // @ts-expect-error -- A pong says nothing.
    const chatty: AutobotClientMessage = { type: 'pong', payload: { at: 1 } };
    expect(chatty).toMatchObject(pong);
  });

  it('S4.147 autobot has what an echo says beside the type', () => {
    const echo: AutobotServerMessage = { type: 'echo', message: 'test message' };
    expectTypeOf<AutobotMessages['server']['echo']>().toBeUndefined();
    expect(echo.message).toBe('test message');
  });

  it('S4.35 autobot may have other services', () => {
    const services: AutobotMessages['server']['diagnostics_report']['services'] = {
      redis: 'healthy',
      ollama: 'healthy',
      knowledge_base: 'healthy',
      postgres: 'down',
    };
    expectTypeOf(services['postgres']).toEqualTypeOf<string | undefined>();
    expect(services['postgres']).toBe('down');
  });
});

describe('a client of chat', () => {
  it('S1.7 S1.77 S1.87 sends and gets whole frames', async () => {
    const { client, network } = await open('chat');
    const frame: ClientMessage = { message: 'Hello, how can I fix my network?', conversation_id: 'abc-123' };
    client.send(frame);
    expect(network.last.sent).toEqual([
      '{"message":"Hello, how can I fix my network?","conversation_id":"abc-123"}',
    ]);
    const texts: unknown[] = [];
    client.subscribe('*', (message) => {
      expectTypeOf(message.payload).toEqualTypeOf<ServerMessage>();
      texts.push(message.payload.response);
    });
    await network.last.message({ response: 'Hel', more: true } satisfies ServerMessage);
    expect(texts).toEqual(['Hel']);
    expectTypeOf<ServerMessage['response']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ServerMessage['another_key']>().toBeUnknown();
    // @ts-expect-error -- It has no message.
    client.send({ conversation_id: 'abc-123' });
    // @ts-expect-error -- Nor another key.
    client.send({ message: 'Hello', conversation: 'abc-123' });
    // @ts-expect-error -- Frames have no type here.
    expect(() => client.send('message', { message: 'Hello' })).toThrow(TypeError);
    // @ts-expect-error -- So nobody can wait for one.
    expect(() => client.subscribe('message', () => {})).toThrow(TypeError);
  });
});
