import { createChatClient, jsonSchema, type ChatClient, type ChatClientOptions } from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { HostedWorker } from '../../support/hostedWorker.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

let client: ChatClient;

afterEach(() => {
  client.destroy();
  vi.restoreAllMocks();
});

const tokens = jsonSchema<{ count: number }>({
  type: 'object',
  required: ['count'],
  properties: { count: { type: 'integer' } },
});

/** A client whose core checks behind a port; what it was told, and the texts that its own thread parsed for that. */
async function link(options: Partial<ChatClientOptions>) {
  const network = openNetwork();
  const parse = vi.spyOn(JSON, 'parse');
  const parsed: string[] = [];
  const told: string[] = [];
  const create = () => {
    const worker = new HostedWorker(network.WebSocket);
    // From here to the end of the task only the page is at work.
    worker.onAnswer = () => {
      parse.mockClear();
      queueMicrotask(() => parsed.push(...parse.mock.calls.map(([text]) => text)));
    };
    return worker;
  };
  client = createChatClient({
    url: 'ws://server.test/ws',
    history: false,
    thread: { type: 'worker', create },
    ...options,
  });
  client.on('invalid', ({ path, reason }) => told.push(`${path} ${reason}`));
  await client.connect();
  expect(client.stats().thread).toBe('worker');
  const receive = async (...frames: string[]) => {
    const end = new Promise<void>((resolve) => {
      const stop = client.subscribe('end', () => (stop(), resolve()));
    });
    await settle();
    for (const frame of [...frames, '{"type":"end"}']) void network.last.message(frame);
    await end;
    await until(() => !client.stats().queuedCount, 'rest');
  };
  return { told, parsed, receive };
}

describe('validation where the core is in another thread', () => {
  it('passes over what is right there, and the page parses nothing that nobody reads', async () => {
    const { told, parsed, receive } = await link({ schemas: { tokens } });
    client.subscribe('tokens', ({ type }) => told.push(type));
    await receive('{"type":"tokens","payload":{"count":1}}', '{"type":"tokens","payload":{"count":2}}');
    expect(told).toEqual(['tokens', 'tokens']);
    expect(parsed).toEqual([]);
  });

  it('leaves what is wrong to the page, which says what, in its place', async () => {
    const { told, receive } = await link({ schemas: { tokens } });
    client.subscribe('tokens', ({ payload }) => told.push(JSON.stringify(payload)));
    await receive(
      '{"type":"tokens","payload":{"count":1}}',
      '{"type":"tokens","payload":{"count":"2"}}',
      '{"type":"tokens","payload":{"count":3},"type":"other"}',
      '{"type":"tokens","id":[],"payload":{"count":4}}',
      '{"type":"tokens","payload":{"count":5}}',
    );
    expect(told).toEqual([
      '{"count":1}',
      'payload.count must be integer, not string',
      ' names two types',
      'id must be a text, or a whole number that JavaScript can hold',
      '{"count":5}',
    ]);
  });

  it('leaves types to the page whose schemas are functions, and hands on what they make', async () => {
    const dates = {
      '~standard': {
        version: 1 as const,
        vendor: 'another',
        validate: (value: unknown) => ({ value: new Date(value as number) }),
      },
    };
    const { told, parsed, receive } = await link({ schemas: { tokens, dates } });
    client.subscribe('dates', ({ payload }) => told.push((payload as Date).toISOString()));
    client.subscribe('tokens', ({ type }) => told.push(type));
    await receive('{"type":"dates","payload":0}', '{"type":"tokens","payload":{"count":1}}');
    expect(told).toEqual(['1970-01-01T00:00:00.000Z', 'tokens']);
    expect(parsed).toEqual(['0']);
  });

  it('checks whole messages for those who want all types, also such as name none', async () => {
    const { told, receive } = await link({ schemas: { tokens } });
    client.subscribe('*', ({ type }) => told.push(type));
    await receive('{"type":"tokens","payload":{}}', '{"type":"news"}', '{"payload":1}');
    expect(told.slice(0, 3)).toEqual([
      'payload.count is missing',
      'news',
      'type must be a text that is not empty',
    ]);
  });

  it('goes on by a new subscription to the same type', async () => {
    const { told, receive } = await link({ schemas: { tokens } });
    client.subscribe('tokens', () => told.push('first'))();
    client.subscribe('tokens', () => told.push('second'));
    await receive('{"type":"tokens","payload":{"count":1}}', '{"type":"tokens","payload":{}}');
    expect(told).toEqual(['second', 'payload.count is missing']);
  });

  it('keeps in history what is right alone, wherever it was checked', async () => {
    const { told, receive } = await link({ schemas: { tokens }, history: {} });
    client.subscribe('tokens', ({ payload }) => told.push(JSON.stringify(payload)));
    await receive(
      '{"type":"tokens","payload":{"count":1}}',
      '{"type":"tokens","payload":{}}',
      '{"type":"unwanted","payload":{}}',
    );
    expect(client.history().map(({ type }) => type)).toEqual(['tokens', 'unwanted', 'end']);
  });

  it('with validate: envelope, checks what stands around payloads there', async () => {
    const { told, parsed, receive } = await link({ validate: 'envelope' });
    client.subscribe('news', ({ type }) => told.push(type));
    await receive('{"type":"news","payload":{"deep":[1]}}', '{"type":"news","timestamp":true,"payload":1}');
    expect(told).toEqual(['news', 'timestamp must be a text or a number']);
    expect(parsed).toEqual(['{"type":"news","timestamp":true,"payload":1}']);
  });
});
