import { beforeAll, expect, it } from 'vitest';
import { loadCore } from '../../js-glue/core/load.ts';
import { connectFakeClient } from '../support/clients.ts';
import { JsonTexts } from './jsonTexts.ts';

/** More of them, and others: npm run fuzz -- json --runs N --seed S. */
const COUNT = Number(process.env['CHATWIRE_FUZZ_RUNS'] ?? 200_000);
const SEED = Number(process.env['CHATWIRE_FUZZ_SEED'] ?? 1);

/** The core first sees so much of a text. */
const PREFIX = 1024;

/** What came of a text, in one line: `message <type> <raw>`, `invalid`, `pong` or nothing. */
type Outcome = string;

const message = (type: string, raw: unknown): Outcome => `message ${type} ${JSON.stringify(raw)}`;

/** A client that listens to these types. It is handed one text after the other, without a task for each. */
async function listener(types: string[]) {
  const { client, network } = await connectFakeClient({ history: false });
  let outcomes: Outcome[] = [];
  for (const type of types) {
    client.subscribe(type, ({ isValid, type: its, raw }) => isValid && outcomes.push(message(its, raw)));
  }
  client.on('invalid', ({ text }) => outcomes.push(`invalid ${text}`));
  const socket = network.last;
  return {
    client,
    receive(text: string): Outcome {
      outcomes = [];
      const sent = socket.sent.length;
      socket.onmessage?.({ type: 'message', data: text });
      outcomes.push(
        ...socket.sent
          .splice(sent)
          .map((frame) => (frame === '{"type":"pong"}' ? 'pong' : `sent ${String(frame)}`)),
      );
      return outcomes.join(' and ').replace(`invalid ${text}`, 'invalid');
    },
  };
}

/** What `JSON.parse` makes of it, if that is an object. */
function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const typeOf = ({ type }: Record<string, unknown>): string => (typeof type === 'string' ? type : '');

/** Then the first may have decided, because the core knew the text by it, or did not see the last. */
const mayNameTwoTypes = (text: string): boolean => (text.match(/type"|\\u/g) ?? []).length > 1;

/** What may come of a text where all types are wanted, or only `wanted`. */
function expected(text: string, wanted?: string[]): Outcome[] {
  const value = parse(text);
  if (!value) {
    // The scan is no validator (src/wire/envelope.h): it may take the text for a ping, or for something that nobody wants
    // and so nobody parses. Never for a message.
    const looksLikePing = /ping|\\u/.test(text) ? ['pong'] : [];
    return ['invalid', ...looksLikePing, ...(wanted ? [''] : [])];
  }
  const type = typeOf(value);
  // Refused by who reads it, or dropped by its first type: but never taken for what JSON.parse does not say.
  const refused = mayNameTwoTypes(text) ? ['invalid', '', message(type, value)] : [];
  if (type === 'ping') return ['pong', ...refused];
  return [!wanted || wanted.includes(type) ? message(type, value) : '', ...refused];
}

beforeAll(loadCore);

it(`S7 S6 the core and JSON.parse agree on ${COUNT} texts`, { timeout: COUNT }, async () => {
  const wanted = ['chat', 'a'];
  const all = await listener(['*']);
  const some = await listener(wanted);
  const texts = new JsonTexts(SEED);
  const seen = { message: 0, invalid: 0, pong: 0, nothing: 0 };
  for (let index = 0; index < COUNT; index++) {
    const text = texts.next();
    // The first type is all that it saw.
    if (text.length > PREFIX && mayNameTwoTypes(text)) continue;
    for (const [who, possible] of [
      [all, expected(text)],
      [some, expected(text, wanted)],
    ] as const) {
      const outcome = who.receive(text);
      if (!possible.includes(outcome))
        expect.fail(
          `text ${index} of seed ${SEED}: ${JSON.stringify(text)}\n came to: ${outcome}\n and not to: ${possible.join(' or ')}`,
        );
      seen[outcome === '' ? 'nothing' : (outcome.split(' ')[0] as keyof typeof seen)]++;
    }
  }
  // Else the texts would show nothing.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(COUNT / 100);
  console.log(`${COUNT} texts:`, seen);
  expect(all.client.state).toBe('connected');
});
