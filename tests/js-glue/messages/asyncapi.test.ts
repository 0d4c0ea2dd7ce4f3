import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { jsonSchema, type JsonSchema } from 'chatwire';
import { messagesFrom, readCatalogs } from '../../../scripts/catalog/read.mjs';

interface Reference {
  $ref: string;
}

interface Document {
  channels: Record<string, { address: string; messages: Record<string, Reference> }>;
  operations: Record<
    string,
    { action: string; messages: Reference[]; reply?: { messages: Reference[] } | undefined }
  >;
  components: {
    messages: Record<string, { payload: JsonSchema; examples: { payload: Record<string, unknown> }[] }>;
    securitySchemes?: Record<string, { name: string; in: string }>;
  };
}

const documentOf = (system: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../docs/asyncapi/${system}.json`, import.meta.url), 'utf8'),
  ) as Document;

// Whether they are AsyncAPI at all, its own parser says: `npm test -- asyncapi`.
describe.each(readCatalogs().map((catalog) => ({ system: catalog.system, catalog })))(
  'the AsyncAPI document of $system',
  ({ system, catalog }) => {
    const { channels, operations, components } = documentOf(system);
    const { type: typeKey, payload: payloadKey } = catalog.envelope;

    it.each(
      (['server', 'client'] as const).flatMap((side) =>
        messagesFrom(catalog, side).map((message) => ({
          key: `${side}.${message.type ?? message.name}`,
          message,
        })),
      ),
    )(
      'takes the example of $key, and no frame of another type or without what it must have',
      ({ key, message }) => {
        const described = components.messages[key]!;
        const accepts = (frame: object) =>
          jsonSchema(described.payload)['~standard'].validate(frame) as { issues?: unknown };
        expect(described.examples.map(({ payload }) => payload)).toEqual([message.example]);
        expect(accepts(message.example).issues).toBeUndefined();
        if (!typeKey) return;
        expect(accepts({ ...message.example, [typeKey]: 'another' }).issues).toBeDefined();
        if (!payloadKey || !message.payload) return;
        const { [payloadKey]: _, ...bare } = message.example;
        expect(accepts(bare).issues === undefined).toBe(message.payloadOptional === true);
      },
    );

    it('has each message in an operation of its side, and at an endpoint', () => {
      const names = (references: Reference[]) => references.map(({ $ref }) => $ref.split('/').at(-1));
      const by = (action: string) =>
        Object.values(operations)
          .filter((operation) => operation.action === action)
          .flatMap(({ messages }) => names(messages));
      const all = Object.keys(components.messages);
      expect([...new Set(by('send'))].sort()).toEqual(all.filter((key) => key.startsWith('server.')).sort());
      expect([...new Set(by('receive'))].sort()).toEqual(
        all.filter((key) => key.startsWith('client.')).sort(),
      );
      const present = Object.values(channels).flatMap(({ messages }) => Object.keys(messages));
      expect([...new Set(present)].sort()).toEqual(all.sort());
    });
  },
);

it('the document of autobot has the three endpoints of autobot', () => {
  const { channels } = documentOf('autobot');
  const addresses = Object.values(channels).map(({ address }) => address);
  expect(addresses).toEqual(['/ws', '/ws-test', '/ws/health']);
  expect(Object.keys(channels['test']?.messages ?? {})).toContain('client.test.text');
});

it('each document says which message answers which', () => {
  const replies = (system: string) =>
    Object.entries(documentOf(system).operations)
      .filter(([, { reply }]) => reply)
      .map(([name, { reply }]) => `${name}: ${reply?.messages[0]?.$ref.split('/').at(-1) ?? ''}`);
  expect(replies('dashboard')).toEqual(['main.ping: server.pong']);
  expect(replies('nexus')).toEqual(['main.ask: server.response']);
  expect(replies('autobot')).toEqual([
    'main.ping: server.pong',
    'main.health_check: server.health_response',
    'health.health_check: server.health_response',
  ]);
});

it('each document says how clients are known', () => {
  const schemes = (system: string) =>
    Object.values(documentOf(system).components.securitySchemes ?? {}).map(
      ({ name, in: place }) => `${name} in ${place}`,
    );
  expect(schemes('wazuh')).toEqual(['token in query']);
  expect(schemes('dashboard')).toEqual(['token in query']);
  expect(schemes('nexus')).toEqual(['x-api-key in header']);
  expect([...schemes('chat'), ...schemes('autobot')]).toEqual([]);
});
