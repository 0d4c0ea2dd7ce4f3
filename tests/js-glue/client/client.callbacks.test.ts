import type { ChatClient } from 'chatwire';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

/** All kinds of callbacks, and how to be called by each. */
const callbacks: Record<string, (client: ChatClient, act: () => void) => void> = {
  state: (client, act) => client.on('state', act),
  open: (client, act) => client.on('open', act),
  close: (client, act) => client.on('close', act),
  error: (client, act) => client.on('error', act),
  retry: (client, act) => client.on('retry', act),
  drain: (client, act) => client.on('drain', act),
  unsent: (client, act) => client.on('unsent', act),
  invalid: (client, act) => client.on('invalid', act),
  binary: (client, act) => client.on('binary', act),
  message: (client, act) => client.subscribe('hi', act),
  'any message': (client, act) => client.subscribe('*', act),
  change: (client, act) => client.onChange(act),
};

/** A life in which every callback is called: connect, flush, frames of all kinds, a cut, a retry, a full outbox. */
async function live(client: ChatClient, network: FakeNetwork): Promise<void> {
  client.send('queued');
  void client.connect();
  await settle();
  for (const frame of [{ type: 'hi' }, 'garbage', new ArrayBuffer(3), { type: 'hi' }]) {
    await network.sockets.at(-1)?.message(frame);
  }
  await network.sockets.at(-1)?.fail();
  client.send('1');
  client.send('2');
  client.send('3');
  await settle();
}

const lively = () => makeFakeClient({ outbox: { maxCount: 2, overflow: 'reject' } }, openNetwork());

beforeAll(loadCore);
afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(Object.keys(callbacks))('inside a callback of %s', (kind) => {
  const listen = callbacks[kind]!;

  it('W48 F38 a throw stops nobody, and is reported once each time', async () => {
    const { client, network } = lively();
    const other = vi.fn();
    const error = new Error('of the application');
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {});
    let thrown = 0;
    listen(client, () => {
      thrown++;
      throw error;
    });
    listen(client, other);
    await live(client, network);
    expect(thrown).toBeGreaterThan(0);
    expect(other).toHaveBeenCalledTimes(thrown);
    client.destroy();
    // What throws when it is told of an error is another test's matter.
    if (kind === 'error') return;
    const reported = silence.mock.calls.filter(([each]) => (each as { cause?: unknown }).cause === error);
    expect(reported).toHaveLength(thrown);
    expect(reported[0]![0]).toMatchObject({ code: 'HANDLER_THREW' });
  });

  it('F39 destroy() ends it all: no callback comes after it, and no socket stays', async () => {
    const { client, network } = lively();
    const lines = logEvents(client);
    client.onChange(() => lines.push('change'));
    let atDestroy = 0;
    listen(client, () => {
      client.destroy();
      atDestroy = lines.length;
    });
    listen(client, () => lines.push('late'));
    await live(client, network);
    await settle();
    expect(atDestroy).toBeGreaterThan(0);
    expect(lines.slice(atDestroy)).toEqual([]);
    expect(network.live).toBe(0);
    expect(client.state).toBe('closed');
  });

  it('F39 disconnect() ends the link: no message comes after it, and nothing is dialled', async () => {
    const { client, network } = lively();
    const lines = logEvents(client);
    let atDisconnect = -1;
    listen(client, () => {
      if (atDisconnect >= 0 || client.state === 'idle') return;
      client.disconnect();
      atDisconnect = lines.length;
    });
    await live(client, network);
    await until(() => client.state === 'closed', 'the end');
    const after = lines.slice(atDisconnect);
    // Those whose turn comes with the same message still get it.
    const rest = kind === 'message' ? after.filter((line) => line !== 'message hi') : after;
    expect(rest.filter((line) => /message|binary|invalid|open/.test(line))).toEqual([]);
    expect(network.live).toBe(0);
  });

  // What does not fit does not fit from inside `unsent` either.
  it.skipIf(kind === 'unsent')('F39 send() arrives, after what was sent before', async () => {
    const { client, network } = lively();
    let sent = false;
    listen(client, () => {
      if (sent) return;
      sent = true;
      client.send('from inside');
    });
    await live(client, network);
    const texts = () => network.sockets.flatMap((socket) => socket.sent);
    await until(() => texts().includes('{"type":"from inside"}'), 'the message');
    expect(texts()[0]).toBe('{"type":"queued"}');
  });

  it('F39 subscribe and unsubscribe count from the next event on', async () => {
    const { client, network } = lively();
    const late = vi.fn();
    const seen: string[] = [];
    const off = client.subscribe('hi', () => seen.push('hi'));
    let done = false;
    listen(client, () => {
      if (done) return;
      done = true;
      off();
      client.subscribe('hi', late);
    });
    await live(client, network);
    expect(seen.length + late.mock.calls.length).toBeGreaterThanOrEqual(kind === 'message' ? 1 : 0);
    expect(seen.length).toBeLessThanOrEqual(2);
  });
});

describe('callbacks', () => {
  it('a listener of errors that throws is reported to the console, not to itself', async () => {
    const { client, network } = await connectFakeClient();
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {});
    let calls = 0;
    client.on('error', () => {
      calls++;
      throw new Error('again');
    });
    client.subscribe('a', () => {
      throw new Error('first');
    });
    await network.last.message({ type: 'a' });
    expect(calls).toBe(1);
    expect(silence).toHaveBeenCalledOnce();
  });

  it('W33 a handler that throws is not taken for a bad frame, and costs no message', async () => {
    const { client, network } = await connectFakeClient();
    const lines = logEvents(client);
    const error = new Error('of the application');
    client.subscribe('a', () => {
      throw error;
    });
    const causes: unknown[] = [];
    client.on('error', ({ cause }) => causes.push(cause));
    for (let n = 0; n < 3; n++) await network.last.message({ type: 'a' });
    expect(causes).toEqual([error, error, error]);
    expect(lines).toEqual(Array.from({ length: 3 }, () => ['error HANDLER_THREW', 'message a']).flat());
  });
});
