import { describe, expect, it } from 'vitest';
import { jsonSchema } from 'chatwire';
import { objectSchema } from '../../../scripts/catalog/jsonSchema.mjs';
import { messagesFrom, parse } from '../../../scripts/catalog/read.mjs';
import { catalogOf, everyMessage } from '../../support/catalog.ts';

const typesOf = (system: string, side: 'server' | 'client') =>
  messagesFrom(catalogOf(system), side)
    .filter(({ extension }) => !extension)
    .map(({ type }) => type)
    .sort();

describe('the catalogs', () => {
  it('S4.160 have every type of autobot', () => {
    expect(typesOf('autobot', 'server')).toEqual(
      [
        ...['connection_established', 'ping', 'pong', 'health_response'],
        ...['user_message', 'llm_response', 'goal_received', 'plan_ready', 'goal_completed'],
        ...['command_execution_start', 'command_execution_end'],
        ...['workflow_step_started', 'workflow_step_completed', 'workflow_approval_required'],
        ...['workflow_completed', 'workflow_failed', 'workflow_cancelled'],
        ...['error', 'progress', 'llm_status', 'settings_updated', 'file_uploaded', 'knowledge_base_update'],
        ...['tool_code', 'tool_output', 'thought', 'diagnostics_report', 'user_permission_request', 'echo'],
      ].sort(),
    );
    expect(typesOf('autobot', 'client')).toEqual(
      [
        ...['user_message', 'pong', 'ping', 'health_check', 'workflow_approval', 'workflow_cancel', 'test'],
      ].sort(),
    );
  });

  it('S0.14 have the eight types of wazuh, each with a payload of our own proposing (S0.25)', () => {
    expect(typesOf('wazuh', 'server')).toEqual(
      [
        ...['chat_message', 'chat_response', 'typing_start', 'typing_stop'],
        ...['error', 'connection', 'session_created', 'system_notification'],
      ].sort(),
    );
    expect(typesOf('wazuh', 'client')).toEqual(['chat_message', 'typing_start', 'typing_stop']);
    for (const { payload } of catalogOf('wazuh').messages) expect(payload).toBeDefined();
  });

  it('C28 know a message by its system, its direction and its type', () => {
    expect(typesOf('dashboard', 'server')).toEqual(
      ['connected', 'pong', 'terminal_output', 'task_status', 'notification', 'activity_log'].sort(),
    );
    expect(typesOf('dashboard', 'client')).toEqual(['ping']);
    expect(typesOf('nexus', 'server')).toEqual(['response']);
    expect(typesOf('nexus', 'client')).toEqual(['ask', 'auth']);
    const [sent, received] = ['client', 'server'].map((side) =>
      messagesFrom(catalogOf('autobot'), side as 'client').find(({ type }) => type === 'user_message'),
    );
    expect(Object.keys(received?.payload ?? {})).toContain('timestamp');
    expect(Object.keys(sent?.payload ?? {})).not.toContain('timestamp');
  });

  it.each(everyMessage)('$name: the example is such a frame', ({ catalog, message }) => {
    const { envelope } = catalog;
    const { example, type, payload, payloadOptional, beside, others } = message;
    if (!envelope.type) return expectValid(example, objectSchema({ fields: payload, others }));
    const keys = [envelope.type, envelope.id, envelope.timestamp, ...Object.keys(beside ?? {})];
    const payloadKey = payload && envelope.payload;
    expect(Object.keys(example).sort()).toEqual(
      [...keys, payloadKey].filter((key) => key !== undefined).sort(),
    );
    expect(example[envelope.type]).toBe(type);
    if (beside) expectValid(example, objectSchema({ fields: beside }));
    if (payloadKey) expectValid(example[payloadKey], objectSchema({ fields: payload, others }));
    expect(payloadOptional && !payload).toBeFalsy();
  });

  it.each([
    ['{', 'Expected property name'],
    ['[]', 'catalog.json must be an object'],
    [catalogWith({ title: undefined }), 'catalog.json/title is missing'],
    [catalogWith({ colour: 'red' }), 'catalog.json/colour is not known'],
    [catalogWith({ rows: ['S9'] }), 'catalog.json/rows must be a list of rows, not ["S9"]'],
    [messageWith({ direction: 'up' }), 'messages/0/direction must be one of server, client, both, not "up"'],
    [messageWith({ type: undefined }), 'messages/0 must have a type or a name'],
    [messageWith({ example: 'a' }), 'messages/0/example must be an object'],
    [messageWith({ endpoints: ['main'] }), 'messages/0/endpoints: there is no endpoint "main"'],
    [messageWith({ payload: { a: {} } }), 'messages/0/payload/a/type is missing'],
    [messageWith({ payload: { a: { type: 'text' } } }), 'messages/0/payload/a/type must be one of string, '],
    [messageWith({ payload: { a: { type: 'array' } } }), 'messages/0/payload/a/items is missing'],
    [messageWith({ payload: { a: { type: 'string', fields: {} } } }), 'a/fields is for an object only'],
    [messageWith({ answer: 'b' }), 'a is answered by b, which the server does not send'],
    [catalogWith({ messages: [message, message] }), 'the server sends two messages of type a'],
    [
      catalogWith({ messages: [named('a', 'Same'), named('b', 'Same')] }),
      'two payloads are named Same: give one of them a name',
    ],
  ])('%s is refused: %s', (text, complaint) => {
    expect(() => parse(text, 'catalog.json')).toThrow(complaint);
  });
});

function expectValid(value: unknown, schema: ReturnType<typeof objectSchema>) {
  expect(jsonSchema(schema)['~standard'].validate(value)).toEqual({ value });
}

const message = { type: 'a', direction: 'server', description: 'd', rows: [], example: {} };

function named(type: string, name: string) {
  return { ...message, type, name, payload: {} };
}

function catalogWith(change: object): string {
  return JSON.stringify({
    ...{ system: 'test', title: 't', description: 'd', rows: [], envelope: { type: 'type' } },
    ...{ server: { protocol: 'ws', host: 'localhost' }, messages: [message] },
    ...change,
  });
}

function messageWith(change: object): string {
  return catalogWith({ messages: [{ ...message, ...change }] });
}
