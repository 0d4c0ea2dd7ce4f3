import { beforeAll, describe, expect, it, vi } from 'vitest';
import { jsonSchema, type ChatClientOptions, type StandardSchema } from 'chatwire';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient, makeClient } from '../../support/clients.ts';
import { until } from '../../support/until.ts';

beforeAll(loadCore);

const answer = jsonSchema<{ model: string; tokens: number }>({
  type: 'object',
  required: ['model'],
  properties: { model: { type: 'string' }, tokens: { type: 'integer', minimum: 0 } },
});

/** A validator of another library: `validate` is all that it has to have. */
const standard = (validate: StandardSchema['~standard']['validate']): StandardSchema => ({
  '~standard': { version: 1, vendor: 'another', validate },
});

async function link(options: Partial<ChatClientOptions>) {
  const { client, network } = await connectFakeClient(options);
  const seen: unknown[] = [];
  client.subscribe('answer', ({ payload }) => seen.push(payload));
  client.subscribe('*', ({ type }) => seen.push(type));
  client.on('invalid', ({ path, reason }) => seen.push(`${path}: ${reason}`));
  const receive = async (...frames: string[]) => {
    seen.length = 0;
    for (const frame of frames) await network.last.message(frame);
    await network.last.message('{"type":"end"}');
    await until(() => seen.includes('end'), 'the end');
    return seen.slice(0, -1);
  };
  return { client, network, receive };
}

describe('validate: payload', () => {
  it('lets pass what the schema of its type takes, and types without one', async () => {
    const { receive } = await link({ schemas: { answer } });
    expect(await receive('{"type":"answer","payload":{"model":"m","tokens":3}}')).toEqual([
      { model: 'm', tokens: 3 },
      'answer',
    ]);
    expect(await receive('{"type":"other","payload":5}')).toEqual(['other']);
  });

  it('an invalid message is told with path and reason, and reaches no handler', async () => {
    const { client, receive } = await link({ schemas: { answer } });
    expect(await receive('{"type":"answer","payload":{"model":"m","tokens":-1}}')).toEqual([
      'payload.tokens: must be at least 0',
    ]);
    expect(await receive('{"type":"answer","id":"7","payload":{}}')).toEqual(['payload.model: is missing']);
    expect(await receive('{"type":"answer"}')).toEqual(['payload: is missing']);
    expect(client.state).toBe('connected');
    expect(client.history({ type: 'answer' })).toEqual([]);
  });

  it('W35 B06 what is malformed behind its beginning reaches no handler either', async () => {
    const { receive } = await link({ schemas: {} });
    expect(await receive('{"type":"answer","payload":{"a":}}')).toEqual([': is no JSON object']);
    expect(await receive('{"type":"answer","payload":1,"type":"other"}')).not.toContain(1);
  });

  it('handlers get what a schema makes of the payload, and the frame as it was sent', async () => {
    const date = standard((value) => ({ value: new Date(value as string) }));
    const { client, network } = await connectFakeClient({ schemas: { at: date } });
    const seen = vi.fn();
    client.subscribe<Date>('at', ({ payload, raw }) => seen(payload.getTime(), raw));
    await network.last.message('{"type":"at","payload":"1970-01-01T00:00:01Z"}');
    await until(() => seen.mock.calls.length > 0, 'the message');
    expect(seen).toHaveBeenCalledExactlyOnceWith(1000, { type: 'at', payload: '1970-01-01T00:00:01Z' });
  });

  it.each<[string, StandardSchema['~standard']['validate'], string]>([
    [
      'names a path of objects',
      () => ({ issues: [{ message: 'no', path: [{ key: 'a' }, 0, 'b'] }] }),
      'payload.a[0].b: no',
    ],
    ['names no path', () => ({ issues: [{ message: 'no' }] }), 'payload: no'],
    ['names no issue', () => ({ issues: [] }), 'payload: the schema refuses it'],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
      'payload: the schema threw: Error: broken',
    ],
    [
      'is asynchronous',
      () => Promise.reject(new Error('late')),
      'payload: the schema is asynchronous: messages are delivered in their order',
    ],
  ])('a schema of another library that %s', async (_what, validate, told) => {
    const { receive } = await link({ schemas: { answer: standard(validate) } });
    expect(await receive('{"type":"answer","payload":1}')).toEqual([told]);
  });
});

describe('validate: envelope', () => {
  it.each([
    ['{"payload":1}', 'type: must be a text that is not empty'],
    ['{"type":""}', 'type: must be a text that is not empty'],
    ['{"type":5}', 'type: must be a text that is not empty'],
    ['{"type":"answer","id":1.5}', 'id: must be a text, or a whole number that JavaScript can hold'],
    [
      '{"type":"answer","id":9007199254740993}',
      'id: must be a text, or a whole number that JavaScript can hold',
    ],
    ['{"type":"answer","id":{}}', 'id: must be a text, or a whole number that JavaScript can hold'],
    ['{"type":"answer","timestamp":{}}', 'timestamp: must be a text or a number'],
    ['{"type":"answer","timestamp":1e999}', 'timestamp: must be a text or a number'],
    ['{"type":"answer","payload":[}', ': is no JSON object'],
  ])('B07 B08 B24 refuses %s', async (frame, told) => {
    const { receive } = await link({ validate: 'envelope' });
    expect(await receive(frame)).toEqual([told]);
  });

  it('B24 takes ids and timestamps of usable kinds, and more members', async () => {
    const { receive } = await link({ validate: 'envelope', schemas: { answer } });
    for (const more of [
      '"id":"x"',
      '"id":7',
      '"id":null',
      '"timestamp":5',
      '"timestamp":"t"',
      '"more":[1]',
    ]) {
      expect(await receive(`{"type":"answer","payload":1,${more}}`)).toEqual([1, 'answer']);
    }
  });
});

describe('B32 bad options', () => {
  it.each<[unknown, RegExp]>([
    [{ validate: 'yes' }, /validate must be one of 'off', 'envelope', 'payload'/],
    [{ validate: 'payload' }, /schemas must be an object/],
    [
      { schemas: { answer: { type: 'object' } } },
      /schemas\.answer\['~standard'\]\.validate must be a function/,
    ],
    [{ schemas: { answer: null } }, /schemas\.answer/],
    [{ schemas: { '': answer } }, /schemas/],
  ])('%j', (options, message) => {
    expect(() => makeClient(options as Partial<ChatClientOptions>)).toThrow(message);
  });
});
