import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { aString, joinChunks, until } from '../harness.js';
import { describeBackends } from './backends.js';

/** Every type that the server of `autobot` sends on its main endpoint. */
const SERVER_TYPES = (
  JSON.parse(readFileSync(new URL('../../../src/wire/catalog/autobot.json', import.meta.url), 'utf8')) as {
    messages: { type: string; direction: string; endpoints?: string[] }[];
  }
).messages
  .filter(({ direction, endpoints }) => direction === 'server' && (endpoints?.includes('main') ?? true))
  .map(({ type }) => type);

describeBackends('autobot', (start) => {
  it('S4.10 S4.11 S4.12 welcomes, and answers ping and health_check', async () => {
    const client = await (await start()).open('autobot');
    expect((await client.next('connection_established')).payload).toEqual({
      message: 'WebSocket connected successfully',
      connection_id: aString,
    });
    client.send('ping');
    expect(await client.next('pong')).toEqual({ type: 'pong' });
    client.send('health_check');
    expect((await client.next('health_response')).payload?.status).toBe('healthy');
  });

  it('S4.11 pings', async () => {
    const client = await (await start({ pingInterval: 50 })).open('autobot');
    expect(await client.next('ping', 2)).toEqual({ type: 'ping' });
  });

  it('S4.14 streams the answer, then gives it whole, with the ids it was asked with', async () => {
    const client = await (await start()).open('autobot');
    client.say('How does Chatwire reconnect?', { chat_id: 'c', message_id: 'm1' });
    const { payload } = await client.next('llm_response');
    expect(joinChunks(client.of('llm_response_chunk'))).toBe(payload?.response);
    expect(payload).toMatchObject({ chat_id: 'c', message_id: 'm1' });
  });

  it('answers the same message once, and gives the answer again after a cut', async () => {
    const backend = await start({ chunkDelay: 5 });
    const first = await backend.open('autobot');
    first.say('How does Chatwire reconnect?', { chat_id: 'c', message_id: 'm1' });
    await first.next('llm_response_chunk', 3);
    first.cut();
    const second = await backend.open('autobot', '?chat_id=c');
    second.say('How does Chatwire reconnect?', { chat_id: 'c', message_id: 'm1' });
    second.say('1 + 1', { chat_id: 'c', message_id: 'm2' });
    await second.next('llm_response', 2);
    const answers = second.of('llm_response').map(({ payload }) => payload?.message_id);
    expect(answers).toEqual(['m1', 'm2']);
  });

  it('S4.15 S4.16 S4.17 S4.20 S4.21 S4.22 S4.23 runs a workflow that is approved', async () => {
    const client = await (await start()).open('autobot');
    client.say('Please deploy the docs', { chat_id: 'c' });
    const { payload } = await client.next('workflow_approval_required');
    client.send('workflow_approval', { workflow_id: payload?.workflow_id, approved: true, message: '' });
    await client.next('goal_completed');
    const types = new Set(client.frames.map(({ type }) => type));
    for (const type of [
      'goal_received',
      'thought',
      'plan_ready',
      'workflow_step_started',
      'command_execution_start',
    ]) {
      expect(types).toContain(type);
    }
    for (const type of [
      'tool_output',
      'command_execution_end',
      'workflow_step_completed',
      'workflow_completed',
    ]) {
      expect(types).toContain(type);
    }
  });

  it('S4.24 S4.25 ends a workflow that is refused, and one that is cancelled', async () => {
    const client = await (await start()).open('autobot');
    client.say('Please deploy the docs', { chat_id: 'c' });
    const refused = (await client.next('workflow_approval_required')).payload;
    client.send('workflow_approval', { workflow_id: refused?.workflow_id, approved: false, message: 'no' });
    await client.next('workflow_failed');
    client.say('Please deploy the docs', { chat_id: 'c' });
    const cancelled = (await client.next('workflow_approval_required', 2)).payload;
    client.send('workflow_cancel', { workflow_id: cancelled?.workflow_id, reason: '' });
    await client.next('workflow_cancelled');
  });

  it.each([
    ['progress', ['progress', 'progress', 'progress']],
    ['the state of the model', ['llm_status', 'llm_status']],
    ['a change of settings', ['settings_updated']],
    ['an upload', ['file_uploaded']],
    ['the knowledge base', ['knowledge_base_update']],
    ['some code', ['thought', 'tool_code', 'tool_output']],
    ['diagnostics', ['diagnostics_report']],
    ['a permission request', ['user_permission_request']],
    ['a command', ['command_execution_start', 'command_execution_end']],
  ])('"show me %s" sends its messages before the answer', async (what, types) => {
    const client = await (await start()).open('autobot');
    client.say(`Show me ${what}`, { chat_id: 'c' });
    await client.next('llm_response');
    const sent = client.frames.map(({ type }) => type);
    expect(sent.slice(0, types.length + 1)).toEqual(['connection_established', ...types]);
  });

  it('S4.27 S4.28 S4.29 S4.30 S4.31 S4.32 S4.34 S4.35 S4.36 "show me everything" sends them all', async () => {
    const client = await (await start()).open('autobot');
    client.say('Show me everything', { chat_id: 'c' });
    await client.next('llm_response');
    expect(client.of('progress').map(({ payload }) => payload)).toMatchObject([
      { percentage: 0, stage: 'processing' },
      { percentage: 50, stage: 'analyzing' },
      { percentage: 100, stage: 'executing' },
    ]);
    expect(client.of('file_uploaded')[0]?.payload?.chat_id).toBe('c');
    for (const type of ['settings_updated', 'knowledge_base_update', 'tool_code', 'diagnostics_report']) {
      expect(client.of(type)).toHaveLength(1);
    }
  });

  it.each([true, false])('G9 takes the answer to a permission request: %s', async (approved) => {
    const client = await (await start()).open('autobot');
    client.send('user_permission_response', { action: 'install_package', approved, message: 'well' });
    expect((await client.next('tool_output')).payload).toEqual({
      output: expect.stringContaining('install_package') as string,
      tool: 'permission',
      success: approved,
    });
  });

  it('every message of the catalog can be had on demand, as the catalog says', async () => {
    const backend = await start();
    const clients = [await backend.open('autobot'), await backend.open('autobot')];
    for (const type of SERVER_TYPES) {
      expect(await backend.control('emit', { type })).toMatchObject({ ok: true, sent: 2 });
    }
    const isComplete = () =>
      clients.every(({ frames }) =>
        SERVER_TYPES.every((type) => frames.some((frame) => frame.type === type)),
      );
    await until(isComplete, 'every type');
  });

  it('sends a message with a payload of the test, and refuses a type that it does not have', async () => {
    const backend = await start();
    const client = await backend.open('autobot');
    const payload = { message: 'Half', percentage: 49.5, stage: 'analyzing' };
    await backend.control('emit', { type: 'progress' }, payload);
    expect((await client.next('progress')).payload).toEqual(payload);
    expect(await backend.control('emit', { type: 'toString' })).toMatchObject({
      status: 400,
      error: aString,
    });
  });

  it.each([
    ['no JSON', 'hello', 'BAD_JSON'],
    ['an unknown type', '{"type":"sing"}', 'UNKNOWN_TYPE'],
    ['an empty message', '{"type":"user_message","payload":{"message":""}}', 'BAD_FIELD'],
    [
      'a permission without a verdict',
      '{"type":"user_permission_response","payload":{"action":"x"}}',
      'BAD_FIELD',
    ],
  ])('S4.26 %s gets an error', async (_what, text, error_code) => {
    const client = await (await start()).open('autobot');
    client.socket.send(text);
    expect((await client.next('error')).payload).toEqual({ message: aString, error_code, severity: 'low' });
  });

  it('too many messages get one error', async () => {
    const client = await (await start({ rateLimit: { perSecond: 1, burst: 3 } })).open('autobot');
    for (let n = 0; n < 6; n += 1) client.send('ping');
    await client.next('error');
    expect(client.of('error').map(({ payload }) => payload?.error_code)).toEqual(['RATE_LIMITED']);
    expect(client.of('pong')).toHaveLength(3);
  });
});
