import { Message, MessageRouter, type MessageRouterOptions, type Unsubscribe } from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectFakeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { dice, seeds } from '../../support/random.ts';
import { messageOf } from '../../support/messages.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const fail = (error: Error) => {
  throw error;
};

describe('MessageRouter', () => {
  it('S4.102 S4.105 S4.108 S4.109 S4.110 calls the handler of the type, with the payload', () => {
    const router = new MessageRouter();
    const shown: string[] = [];
    router.add<{ response: string }>('llm_response', (payload) => shown.push(payload.response));
    router.add<{ description: string }>('workflow_step_started', (payload) =>
      shown.push(payload.description),
    );
    router.add<{ message: string }>('error', ({ message }) => shown.push(message));
    expect(router.process({ type: 'llm_response', payload: { response: '42' } })).toBe(true);
    expect(router.process({ type: 'workflow_step_started', payload: { description: 'Build' } })).toBe(true);
    expect(router.process({ type: 'error', payload: { message: 'No.', severity: 'low' } })).toBe(true);
    expect(shown).toEqual(['42', 'Build', 'No.']);
  });

  it('W39 C2 the handler gets the message as well: type, id, timestamp and all', () => {
    const router = new MessageRouter();
    const handler = vi.fn();
    router.add('a', handler);
    const raw = { type: 'a', payload: 1, id: 'x', timestamp: 2, extra: 3 };
    const message = messageOf(raw, { sequence: 7, receivedAt: 1000 });
    router.process(message);
    expect(handler).toHaveBeenCalledExactlyOnceWith(1, message);
    expect(handler.mock.calls[0]![1]).toBe(message);
  });

  it('a message without a payload is one', () => {
    const router = new MessageRouter();
    const handler = vi.fn();
    router.add('ping', handler);
    const message = { type: 'ping' };
    expect(router.process(message)).toBe(true);
    expect(handler).toHaveBeenCalledExactlyOnceWith(undefined, message);
  });

  it('S4.103 C23 a second handler replaces the first, whose removal does no harm then', () => {
    const router = new MessageRouter();
    const [first, second] = [vi.fn(), vi.fn()];
    const removeFirst = router.add('a', first);
    const removeSecond = router.add('a', second);
    removeFirst();
    router.process({ type: 'a' });
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    removeSecond();
    expect(router.process({ type: 'a' })).toBe(false);
  });

  it('W38 C23 with multi it keeps them all, each with a removal of its own', () => {
    const router = new MessageRouter({ multi: true });
    const calls: string[] = [];
    const removeFirst = router.add('a', () => calls.push('first'));
    router.add('a', () => calls.push('second'));
    router.process({ type: 'a' });
    removeFirst();
    removeFirst();
    router.process({ type: 'a' });
    expect(calls).toEqual(['first', 'second', 'second']);
  });

  it('W49 the same function added twice is called twice, and removed once at a time', () => {
    const router = new MessageRouter({ multi: true });
    const handler = vi.fn();
    const first = router.add('a', handler);
    router.add('a', handler);
    first();
    first();
    router.process({ type: 'a' });
    expect(handler).toHaveBeenCalledOnce();
  });

  it.each([{ multi: false }, { multi: true }])(
    'S4.104 remove() takes all handlers of a type: %j',
    (options) => {
      const router = new MessageRouter(options);
      const handler = vi.fn();
      router.add('a', handler);
      router.add('a', handler);
      router.remove('a');
      router.remove('a');
      router.remove('unknown');
      expect(router.process({ type: 'a' })).toBe(false);
      expect(handler).not.toHaveBeenCalled();
    },
  );

  it('the removal of a handler that remove() took leaves those that came later', () => {
    const router = new MessageRouter({ multi: true });
    const later = vi.fn();
    const removal = router.add('a', () => {});
    router.remove('a');
    router.add('a', later);
    removal();
    router.process({ type: 'a' });
    expect(later).toHaveBeenCalledOnce();
  });

  it('B22 B23 types are names and nothing else, whatever they are called', () => {
    const router = new MessageRouter();
    for (const type of ['__proto__', 'constructor', 'toString', '*']) {
      expect(router.process({ type })).toBe(false);
      const handler = vi.fn();
      router.add(type, handler);
      expect(router.process(JSON.parse(`{"type":"${type}"}`))).toBe(true);
      expect(handler).toHaveBeenCalledOnce();
    }
    expect(router.process({ type: 'another' })).toBe(false);
  });

  it.each([null, undefined, 1, 'text', '{"type":"a"}', [], {}, { type: 1 }, { type: null }, () => {}])(
    'W36 W37 what is no message throws nothing, and is reported: %j',
    (value) => {
      const onError = vi.fn();
      const router = new MessageRouter({ unknown: fail as never, onError });
      expect(router.process(value)).toBe(false);
      expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(TypeError), value);
    },
  );

  it('B33 a message that throws when it is looked at is none', () => {
    const onError = vi.fn();
    const router = new MessageRouter({ onError });
    router.add('a', () => {});
    const message = {
      get type(): string {
        throw new Error('hostile');
      },
    };
    expect(router.process(message)).toBe(false);
    expect(router.process({ type: 'a', get payload() { return fail(new Error('hostile')); } })).toBe(true); // prettier-ignore
    expect(onError).toHaveBeenCalledTimes(2);
  });

  it('S4.106 W48 a handler that throws is reported, and the next message is still processed', () => {
    const onError = vi.fn();
    const router = new MessageRouter({ multi: true, onError });
    const other = vi.fn();
    const cause = new Error('of the application');
    router.add('a', () => fail(cause));
    router.add('a', other);
    const message = { type: 'a', payload: 1 };
    router.process(message);
    router.process(message);
    expect(other).toHaveBeenCalledTimes(2);
    expect(onError.mock.calls).toEqual([
      [expect.objectContaining({ code: 'HANDLER_THREW', cause }), message],
      [expect.objectContaining({ code: 'HANDLER_THREW', cause }), message],
    ]);
  });

  it('S14 C43 the console names the type, on one line, and shows no payload', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const router = new MessageRouter();
    router.add('evil\n[INFO] all is well', () => fail(new Error('of the application')));
    router.process({ type: 'evil\n[INFO] all is well', payload: 'secret' });
    const [error] = said.mock.calls[0]!;
    expect(error.message).toContain("'evil\\n[INFO] all is well'");
    expect(error.message).not.toMatch(/\n|secret/);
  });

  it('an onError that throws is reported to the console, and stops nobody', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const router = new MessageRouter({ multi: true, onError: fail });
    const other = vi.fn();
    router.add('a', () => fail(new Error('of the application')));
    router.add('a', other);
    router.process({ type: 'a' });
    router.process(null);
    expect(other).toHaveBeenCalledOnce();
    expect(said).toHaveBeenCalledTimes(2);
  });

  it('S4.107 says so where nobody handles a type, if it is told to', () => {
    const said = vi.spyOn(console, 'warn').mockImplementation(() => {});
    new MessageRouter().process({ type: 'quiet' });
    const router = new MessageRouter({ unknown: 'warn' });
    router.process({ type: 'llm_status' });
    router.process({ type: '\u001b[2J\n' });
    expect(said.mock.calls).toEqual([
      ['No handler for message type: llm_status'],
      ['No handler for message type: \\u001b[2J\\n'],
    ]);
  });

  it('S4.107 gives what nobody handles to a handler of its own, which may throw', () => {
    const onError = vi.fn();
    const cause = new Error('of the application');
    const unknown = vi.fn(() => fail(cause));
    const router = new MessageRouter({ unknown, onError });
    router.add('a', () => {});
    router.process({ type: 'a' });
    const message = { type: 'b' };
    expect(router.process(message)).toBe(false);
    expect(unknown).toHaveBeenCalledExactlyOnceWith(message);
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ cause }), message);
  });

  it.each([
    [{ multi: 1 }, 'multi'],
    [{ unknown: 'shout' }, 'unknown'],
    [{ onError: 'x' }, 'onError'],
    [{ mutli: true }, 'mutli'],
    [null, 'MessageRouter'],
  ])('B32 refuses options that are wrong: %j', (options, name) => {
    const make = () => new MessageRouter(options as unknown as MessageRouterOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(name);
  });

  it('B23 refuses types and handlers that are none', () => {
    const router = new MessageRouter();
    expect(() => router.add('', () => {})).toThrow(TypeError);
    expect(() => router.add('x'.repeat(256), () => {})).toThrow(TypeError);
    expect(() => router.add('a', undefined as never)).toThrow(TypeError);
  });
});

describe('inside a handler of a MessageRouter', () => {
  it('W47 handlers that come and go count from the next message on, and those that went are not called', () => {
    const router = new MessageRouter({ multi: true });
    const calls: string[] = [];
    const removeSelf = router.add('a', () => {
      calls.push('self');
      removeSelf();
      removeNext();
      router.add('a', () => calls.push('late'));
    });
    const removeNext = router.add('a', () => calls.push('removed'));
    router.add('a', () => calls.push('stays'));
    router.process({ type: 'a' });
    expect(calls).toEqual(['self', 'stays']);
    router.process({ type: 'a' });
    expect(calls).toEqual(['self', 'stays', 'stays', 'late']);
  });

  it('W47 F39 replacing and removing the handler that runs is safe', () => {
    const router = new MessageRouter();
    const calls: string[] = [];
    router.add('a', () => {
      calls.push('first');
      router.add('a', () => {
        calls.push('second');
        router.remove('a');
      });
    });
    expect([1, 2, 3].map(() => router.process({ type: 'a' }))).toEqual([true, true, false]);
    expect(calls).toEqual(['first', 'second']);
  });

  it('F39 process() may be called: also so deep that the stack ends', () => {
    const onError = vi.fn();
    const router = new MessageRouter({ onError });
    let depth = 0;
    router.add('a', () => {
      depth++;
      router.process({ type: 'a' });
    });
    router.process({ type: 'a' });
    expect(depth).toBeGreaterThan(10);
    const calls = depth;
    router.add('a', () => depth++);
    router.process({ type: 'a' });
    expect(depth).toBe(calls + 1);
  });
});

describe('a MessageRouter that is attached to a client', () => {
  it('S4.111 C22 gets its messages until it is detached', async () => {
    const { client, network } = await connectFakeClient();
    const router = new MessageRouter();
    const handler = vi.fn();
    router.add('early', handler);
    const detach = router.attach(client);
    router.add('late', handler);
    for (const type of ['early', 'late', 'other']) await network.last.message({ type, payload: type });
    expect(handler.mock.calls.map(([payload]) => payload)).toEqual(['early', 'late']);
    expect(handler.mock.calls[0]![1]).toBeInstanceOf(Message);
    detach();
    detach();
    router.add('later', handler);
    for (const type of ['early', 'late', 'later']) await network.last.message({ type });
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it('W36 C7 a frame that is no JSON throws nothing, goes to nobody, and ends nothing', async () => {
    const { client, network } = await connectFakeClient();
    const lines = logEvents(client);
    const router = new MessageRouter({ unknown: () => lines.push('unknown') });
    router.attach(client);
    for (const frame of ['garbage', 'null', '[]', '"a"']) await network.last.message(frame);
    await network.last.message({ type: 'good' });
    expect(lines).toEqual([
      ...['invalid garbage', 'invalid null', 'invalid []', 'invalid "a"'],
      ...['message good', 'unknown'],
    ]);
    expect(network.live).toBe(1);
  });

  it('leaves messages that it has no handler for unparsed, as they would be without it', async () => {
    const { client, network } = await connectFakeClient();
    const router = new MessageRouter();
    router.attach(client);
    router.add('a', () => {});
    const removal = router.add('b', () => {});
    router.add('c', () => {});
    removal();
    router.remove('c');
    for (const type of ['a', 'b', 'c', 'd']) await network.last.message({ type });
    expect(client.stats()).toMatchObject({ received: 4, unwanted: 3 });
  });

  it('S4.107 hears of all types where unknown ones matter', async () => {
    const { client, network } = await connectFakeClient();
    const unknown = vi.fn();
    const router = new MessageRouter({ unknown });
    const handler = vi.fn();
    const detach = router.attach(client);
    router.add('a', handler);
    router.add('*', handler);
    for (const type of ['a', 'b', '*']) await network.last.message({ type });
    router.remove('a');
    router.remove('*');
    for (const type of ['a', 'b', '*']) await network.last.message({ type });
    expect(handler).toHaveBeenCalledTimes(2);
    expect(unknown.mock.calls.map(([{ type }]) => type as string)).toEqual(['b', 'a', 'b', '*']);
    detach();
    await network.last.message({ type: 'b' });
    expect(unknown).toHaveBeenCalledTimes(4);
  });

  it("a type that is called '*' is a name like any other, and no message comes twice", async () => {
    const { client, network } = await connectFakeClient();
    const router = new MessageRouter();
    router.attach(client);
    const calls: string[] = [];
    router.add('a', (_, { type }) => calls.push(type));
    router.add('*', (_, { type }) => calls.push(type));
    for (const type of ['a', '*', 'b']) await network.last.message({ type });
    expect(calls).toEqual(['a', '*']);
  });

  it('serves several clients, and lets go of each', async () => {
    const clients = [await connectFakeClient(), await connectFakeClient()];
    const router = new MessageRouter();
    const handler = vi.fn();
    const [detachFirst] = clients.map(({ client }) => router.attach(client));
    router.add('a', handler);
    detachFirst!();
    for (const { network } of clients) await network.last.message({ type: 'a' });
    expect(handler).toHaveBeenCalledOnce();
    router.remove('a');
    for (const { network } of clients) await network.last.message({ type: 'a' });
    expect(clients.map(({ client }) => client.stats().unwanted)).toEqual([2, 1]);
  });

  it('F39 may be detached, and its client destroyed, by a handler', async () => {
    const { client, network } = await connectFakeClient();
    const router = new MessageRouter({ multi: true });
    const late = vi.fn();
    const detach = router.attach(client);
    router.add('a', () => detach());
    router.add('a', () => {
      client.destroy();
      router.add('b', late);
    });
    await network.last.message({ type: 'a' });
    await network.last.message({ type: 'b' });
    expect(client.state).toBe('closed');
    expect(late).not.toHaveBeenCalled();
  });
});

it.each(seeds(40))('a MessageRouter does what its rules say, whatever it is told: seed %i', (seed) => {
  const { below, pick } = dice(seed);
  const multi = pick([true, false]);
  const heard: [handler: number, type: string][] = [];
  const router = new MessageRouter({ multi, onError: () => {} });
  interface Handler {
    id: number;
    type: string;
    remove: Unsubscribe;
  }
  const added: Handler[] = [];
  const calledWhenGone: number[] = [];
  let present: Handler[] = [];
  const pickType = () => pick(['a', 'b', 'c']);

  const actions = {
    add: () => {
      const handler: Handler = { id: added.length, type: pickType(), remove: () => {} };
      const throws = below(5) === 0;
      const acts = below(4) === 0;
      if (!multi) present = present.filter(({ type }) => type !== handler.type);
      present.push(handler);
      added.push(handler);
      handler.remove = router.add(handler.type, (payload) => {
        heard.push([handler.id, payload as string]);
        if (!present.includes(handler)) calledWhenGone.push(handler.id);
        if (acts) actions[pick(['add', 'removeOne', 'removeType'] as const)]();
        if (throws) throw new Error('of the application');
      });
    },
    removeOne: () => {
      if (added.length === 0) return;
      const handler = pick(added);
      present = present.filter((each) => each !== handler);
      handler.remove();
    },
    removeType: () => {
      const type = pickType();
      present = present.filter((each) => each.type !== type);
      router.remove(type);
    },
    process: () => {
      const type = pickType();
      const before = present.filter((each) => each.type === type);
      heard.length = 0;
      expect(router.process({ type, payload: type })).toBe(before.length > 0);
      const ids = heard.map(([id]) => id);
      // Those that were there and stayed, in their order; of those that went, some may have been called before.
      expect(ids.every((id) => before.some((each) => each.id === id))).toBe(true);
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
      for (const handler of before) if (present.includes(handler)) expect(ids).toContain(handler.id);
    },
  };
  let processed = 0;
  for (let step = 0; step < 400; step++) {
    actions[pick(['add', 'add', 'removeOne', 'removeType', 'process', 'process', 'process'] as const)]();
    processed += heard.length;
  }
  expect(calledWhenGone).toEqual([]);
  expect(processed).toBeGreaterThan(50);
});
