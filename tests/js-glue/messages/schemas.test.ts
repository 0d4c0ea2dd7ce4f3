import { beforeAll, describe, expect, it } from 'vitest';
import type { ProfileName, StandardSchema } from 'chatwire';
import { loadCore } from '../../../js-glue/core/load.ts';
import { autobotSchemas } from '../../../js-glue/messages/schemas/autobot.ts';
import { chatSchemas } from '../../../js-glue/messages/schemas/chat.ts';
import { dashboardSchemas } from '../../../js-glue/messages/schemas/dashboard.ts';
import { nexusSchemas } from '../../../js-glue/messages/schemas/nexus.ts';
import { wazuhSchemas } from '../../../js-glue/messages/schemas/wazuh.ts';
import { messagesFrom, type CatalogField, type CatalogFields } from '../../../scripts/catalog/read.mjs';
import { catalogOf, serverMessage } from '../../support/catalog.ts';
import { connectFakeClient } from '../../support/clients.ts';
import { until } from '../../support/until.ts';

beforeAll(loadCore);

const schemas: Record<string, Readonly<Record<string, StandardSchema>>> = {
  autobot: autobotSchemas,
  chat: chatSchemas,
  dashboard: dashboardSchemas,
  nexus: nexusSchemas,
  wazuh: wazuhSchemas,
};

/** A client that validates a system's messages: gives back what became of a frame. */
async function link(system: string) {
  const payloadKey = catalogOf(system).envelope.payload ?? 'payload';
  const { client, network } = await connectFakeClient({
    profile: system as ProfileName,
    answerPing: false,
    heartbeat: false,
    schemas: schemas[system],
  });
  const seen: unknown[] = [];
  client.subscribe('*', ({ raw }) => seen.push(raw));
  client.on('invalid', ({ path, reason }) => seen.push(`${path}: ${reason}`));
  const receive = async (frame: object) => {
    seen.length = 0;
    await network.last.message(frame);
    await until(() => seen.length > 0, 'the frame');
    return seen[0];
  };
  return { payloadKey, receive };
}

/** The example of each type arrives; without any one of its fields, or with a wrong one, it does not. */
async function expectChecked(system: string, types: string[]): Promise<void> {
  const { payloadKey, receive } = await link(system);
  for (const type of types) {
    const { example, payload: fields } = serverMessage(system, type);
    expect(await receive(example)).toEqual(example);
    for (const { payload, complaint } of brokenPayloads(fields ?? {}, example[payloadKey])) {
      expect(await receive({ ...example, [payloadKey]: payload })).toBe(complaint);
    }
  }
}

interface Broken {
  payload: unknown;
  complaint: string;
}

/** What each field can have against it, one at a time. */
function brokenPayloads(fields: CatalogFields, example: unknown): Broken[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const { [key]: value, ...others } = example as Record<string, unknown>;
    const broken = brokenValues(field, value).map((each) => ({
      payload: { ...others, [key]: each.value },
      complaint: `payload.${key}${each.complaint}`,
    }));
    return field.optional
      ? broken
      : [...broken, { payload: others, complaint: `payload.${key}: is missing` }];
  });
}

const wrongValues = { string: 7, number: 'x', integer: 1.5, boolean: 'x', object: [], array: {} } as const;
const kinds = {
  string: 'number',
  number: 'string',
  integer: 'number',
  boolean: 'string',
  object: 'array',
  array: 'object',
};

function brokenValues(field: CatalogField, example: unknown): { value: unknown; complaint: string }[] {
  const { type, minimum, maximum, fields, items, enum: allowed } = field;
  if (type === 'any') return [];
  return [
    { value: wrongValues[type], complaint: `: must be ${type}, not ${kinds[type]}` },
    { value: null, complaint: `: must be ${type}, not null` },
    ...(allowed
      ? [{ value: 'x', complaint: `: must be ${allowed.map((each) => `"${each}"`).join(' or ')}` }]
      : []),
    ...(minimum === undefined ? [] : [{ value: minimum - 1, complaint: `: must be at least ${minimum}` }]),
    ...(maximum === undefined ? [] : [{ value: maximum + 1, complaint: `: must be at most ${maximum}` }]),
    ...(items
      ? brokenValues(items, undefined).map(({ value, complaint }) => ({
          value: [value],
          complaint: `[0]${complaint}`,
        }))
      : []),
    ...brokenPayloads(fields ?? {}, example ?? {}).map(({ payload, complaint }) => ({
      value: payload,
      complaint: complaint.replace('payload', ''),
    })),
  ];
}

describe('the schemas of autobot', () => {
  it('S4.10 S4.12 check what is said about the connection', () =>
    expectChecked('autobot', ['connection_established', 'health_response']));

  it('S4.13 S4.14 S4.15 S4.16 S4.17 check the chat', () =>
    expectChecked('autobot', [
      'user_message',
      'llm_response',
      'llm_response_chunk',
      'goal_received',
      'plan_ready',
      'goal_completed',
    ]));

  it('S4.18 S4.19 check commands', () =>
    expectChecked('autobot', ['command_execution_start', 'command_execution_end']));

  it('S4.20 S4.21 S4.22 S4.23 S4.24 S4.25 check workflows', () =>
    expectChecked('autobot', [
      ...['workflow_step_started', 'workflow_step_completed', 'workflow_approval_required'],
      ...['workflow_completed', 'workflow_failed', 'workflow_cancelled'],
    ]));

  it('S4.26 S4.27 S4.28 S4.29 S4.30 S4.31 check what is said about the server', () =>
    expectChecked('autobot', [
      ...['error', 'progress', 'llm_status', 'settings_updated', 'file_uploaded', 'knowledge_base_update'],
    ]));

  it('S4.32 S4.33 S4.34 S4.35 S4.36 check tools, thoughts and monitoring', () =>
    expectChecked('autobot', [
      'tool_code',
      'tool_output',
      'thought',
      'diagnostics_report',
      'user_permission_request',
    ]));

  it('S4.35 check services that nobody has heard of, too', async () => {
    const { receive } = await link('autobot');
    const { example } = serverMessage('autobot', 'diagnostics_report');
    const { system, services } = example['payload'] as Record<string, object>;
    const withService = (postgres: unknown) => ({
      ...example,
      payload: { system, services: { ...services, postgres } },
    });
    expect(await receive(withService('healthy'))).toEqual(withService('healthy'));
    expect(await receive(withService(1))).toBe('payload.services.postgres: must be string, not number');
  });

  it('S4.143 S4.147 let pass what has no payload, and fields that are not listed', async () => {
    const { receive } = await link('autobot');
    for (const frame of [
      { type: 'ping' },
      { type: 'echo', message: 'test message' },
      { type: 'test', data: 'hello' },
      { type: 'goal_received', payload: { goal: 'g', since: 'yesterday' } },
    ])
      expect(await receive(frame)).toEqual(frame);
  });
});

describe('the schemas of the other systems', () => {
  it('S2.51 S2.53 S2.54 S2.55 S2.56 S2.57 check dashboard', () =>
    expectChecked('dashboard', [
      'connected',
      'terminal_output',
      'task_status',
      'notification',
      'activity_log',
    ]));

  it('S2.52 take a pong of dashboard with data and without', async () => {
    const { receive } = await link('dashboard');
    for (const frame of [{ type: 'pong', data: {} }, { type: 'pong' }, { type: 'pong', data: null }])
      expect(await receive(frame)).toEqual(frame);
    expect(await receive({ type: 'pong', data: 1 })).toBe('payload: must be object, not number');
  });

  it('S3.14 S3.15 S3.16 S3.69 S3.94 S3.95 check nexus: field, expected and actual type are named', () =>
    expectChecked('nexus', ['response', 'auth_challenge', 'auth_error', 'error']));

  it('S0.25 check what we propose for wazuh', () =>
    expectChecked(
      'wazuh',
      messagesFrom(catalogOf('wazuh'), 'server').map(({ type = '' }) => type),
    ));

  it('S0.23 have nothing against other data where they are not asked', async () => {
    const { client, network } = await connectFakeClient({ profile: 'wazuh' });
    const seen: unknown[] = [];
    client.subscribe('chat_response', ({ data }) => seen.push(data));
    const values = [{ text: 'Hi' }, ['Hi'], 'Hi', 5, true, null];
    for (const data of values) await network.last.message({ type: 'chat_response', data, timestamp: 't' });
    expect(seen).toEqual(values);
  });

  it('S1.87 take any frame of chat with what it has, and fields that are not listed', async () => {
    const { receive } = await link('chat');
    for (const frame of [{ response: 'Hel' }, { tool_calls: [{ name: 'ls' }] }, { another: 1 }])
      expect(await receive(frame)).toEqual(frame);
    expect(await receive({ response: 1 })).toBe('payload.response: must be string, not number');
  });
});

it('every type with a payload has a schema, and no other', () => {
  for (const [system, its] of Object.entries(schemas)) {
    const expected = messagesFrom(catalogOf(system), 'server').filter(({ payload }) => payload);
    expect(Object.keys(its)).toEqual(expected.map(({ type = '*' }) => type));
  }
});
