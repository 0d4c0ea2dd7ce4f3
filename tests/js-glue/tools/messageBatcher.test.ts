import { MessageBatcher, sendBatchTo, type MessageBatcherOptions } from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectFakeClient } from '../../support/clients.ts';
import { ManualTimers } from '../../support/manualTimers.ts';
import { dice, seeds } from '../../support/random.ts';
import { inTask } from '../../support/tasks.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Batcher = MessageBatcher<number>;

/** A batcher of numbers, the batches that it sent, and its timers. */
function make(
  options: MessageBatcherOptions<number> = {},
  inside: (batcher: Batcher, batch: number[]) => void = () => {},
) {
  const timers = new ManualTimers();
  const sent: number[][] = [];
  const onError = vi.fn();
  const batcher: Batcher = new MessageBatcher(
    (batch) => {
      sent.push(batch);
      inside(batcher, batch);
    },
    { timers, onError, ...options },
  );
  const add = (...numbers: number[]) => numbers.map((each) => batcher.add(each));
  return { batcher, timers, sent, onError, add };
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('MessageBatcher', () => {
  it('S4.150 S4.152 sends the tenth message at once, with the nine before it', () => {
    const { add, sent, timers, batcher } = make();
    add(...upTo(9));
    expect([sent, batcher.size, timers.pending]).toEqual([[], 9, 1]);
    add(10);
    expect(sent).toEqual([upTo(10)]);
    expect([batcher.size, timers.pending]).toEqual([0, 0]);
  });

  it('S4.151 S4.153 sends what waits 100 ms after the first of it, with one timer', () => {
    const { add, sent, timers } = make();
    add(1);
    timers.advance(60);
    add(2, 3);
    expect(timers.pending).toBe(1);
    timers.advance(39);
    expect(sent).toEqual([]);
    timers.advance(1);
    expect(sent).toEqual([[1, 2, 3]]);
    timers.advance(10_000);
    expect(sent).toHaveLength(1);
  });

  it('S4.154 flush() sends what there is, and nothing where there is nothing', () => {
    const { add, batcher, sent, timers } = make();
    batcher.flush();
    add(1);
    batcher.flush();
    batcher.flush();
    expect([sent, timers.pending]).toEqual([[[1]], 0]);
  });

  it('S4.152 gives each batch away: who keeps or changes it changes nothing here', () => {
    const { add, batcher, sent } = make({}, (_, batch) => (batch.length = 0));
    add(1, 2);
    batcher.flush();
    add(3);
    batcher.flush();
    expect(sent).toEqual([[], []]);
    expect(batcher.size).toBe(0);
  });

  it('uses the timers of the platform by default', () => {
    vi.useFakeTimers();
    const send = vi.fn();
    const batcher = new MessageBatcher(send);
    batcher.add({ type: 'a' });
    vi.advanceTimersByTime(100);
    expect(send).toHaveBeenCalledExactlyOnceWith([{ type: 'a' }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes other numbers', () => {
    const { add, sent, timers } = make({ maxCount: 2, maxDelay: 5 });
    add(1, 2, 3);
    timers.advance(5);
    expect(sent).toEqual([[1, 2], [3]]);
  });

  it('caps a batch in bytes: a message that does not fit begins the next one, and a larger one goes alone', () => {
    const timers = new ManualTimers();
    const sent: string[][] = [];
    const batcher = new MessageBatcher<string>((batch) => void sent.push(batch), { maxBytes: 10, timers });
    // With its quotes a text of n letters has n + 2.
    for (const text of ['aa', 'bbbb', 'cc', 'dddddddddddd', 'e']) batcher.add(text);
    expect(sent).toEqual([['aa', 'bbbb'], ['cc'], ['dddddddddddd']]);
    expect(batcher.size).toBe(1);
    timers.advance(100);
    expect(sent.at(-1)).toEqual(['e']);
  });

  it('B33 refuses what it cannot measure, and is unharmed', () => {
    const timers = new ManualTimers();
    const batcher = new MessageBatcher<unknown>(() => {}, { maxBytes: 10, timers });
    expect(() => batcher.add(1n)).toThrow(expect.objectContaining({ code: 'UNSERIALIZABLE' }));
    expect([batcher.size, timers.pending]).toEqual([0, 0]);
    const free = new MessageBatcher<unknown>(() => {}, { timers });
    expect(free.add(1n)).toBe(true);
  });

  it.each([
    [undefined, {}, 'send'],
    [() => {}, { maxCount: 0 }, 'maxCount'],
    [() => {}, { maxDelay: -1 }, 'maxDelay'],
    [() => {}, { maxDelay: 2 ** 31 }, 'maxDelay'],
    [() => {}, { maxDelay: NaN }, 'maxDelay'],
    [() => {}, { maxBytes: 0 }, 'maxBytes'],
    [() => {}, { onError: 1 }, 'onError'],
    [() => {}, { timers: null }, 'timers'],
    [() => {}, { size: 10 }, 'size'],
    [() => {}, null, 'MessageBatcher'],
  ])('B32 refuses what is wrong: %o %j', (send, options, name) => {
    const construct = () =>
      new MessageBatcher(send as never, options as unknown as MessageBatcherOptions<object>);
    expect(construct).toThrow(TypeError);
    expect(construct).toThrow(name);
  });
});

describe('send() of a MessageBatcher', () => {
  it('W58 that throws: the batch goes to onError, and the batcher goes on', () => {
    const cause = new Error('of the application');
    const { add, onError, sent, timers } = make({}, (_, [first]) => {
      if (first === 1) throw cause;
    });
    add(1, 2);
    timers.advance(100);
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'HANDLER_THREW', cause }),
      [1, 2],
    );
    add(3);
    timers.advance(100);
    expect(sent).toEqual([[1, 2], [3]]);
    expect(timers.pending).toBe(0);
  });

  it('F38 that rejects is the same', async () => {
    const cause = new Error('of the application');
    const onError = vi.fn();
    const batcher = new MessageBatcher<number>(() => Promise.reject(cause), { onError });
    batcher.add(1);
    batcher.flush();
    await inTask();
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ cause }), [1]);
  });

  it('W58 what onError adds again waits for its time, so a send that always throws freezes nothing', () => {
    const again = vi.fn((_: Error, messages: number[]) => messages.forEach((each) => void batcher.add(each)));
    const { add, batcher, sent, timers } = make({ maxCount: 2, onError: again }, () => {
      throw new Error('of the application');
    });
    add(1);
    timers.advance(100);
    expect([sent, timers.pending]).toEqual([[[1]], 1]);
    timers.advance(300);
    expect(sent).toEqual([[1], [1], [1], [1]]);
    batcher.destroy({ flush: false });
    expect(timers.pending).toBe(0);
  });

  it('C43 the console hears of it by default, without the messages', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const batcher = new MessageBatcher<string>(() => {
      throw new Error('of the application');
    });
    batcher.add('secret');
    batcher.flush();
    expect(said).toHaveBeenCalledOnce();
    expect(said.mock.calls[0]![0]).toMatchObject({ code: 'HANDLER_THREW' });
    expect(JSON.stringify(said.mock.calls)).not.toContain('secret');
  });

  it('W56 that adds a message: it is sent, after those at hand', () => {
    let added = false;
    const { add, sent, timers } = make({}, (batcher) => {
      if (!added) batcher.add(99);
      added = true;
    });
    add(1);
    timers.advance(100);
    expect(sent).toEqual([[1]]);
    timers.advance(100);
    expect(sent).toEqual([[1], [99]]);
  });

  it('W57 that fills a batch each time: it is not called from within itself, and the page goes on', () => {
    let depth = 0;
    let deepest = 0;
    const { add, sent, timers } = make({}, (batcher, batch) => {
      deepest = Math.max(deepest, ++depth);
      for (const each of batch) batcher.add(each + 10);
      depth--;
    });
    add(...upTo(10));
    for (let task = 1; task <= 5000; task++) {
      expect([sent.length, timers.pending]).toEqual([task, 1]);
      timers.fire();
    }
    expect(timers.now).toBe(0);
    expect(deepest).toBe(1);
  });

  it('W57 that adds more than fit: batches stay within their size, and each is sent by the timer', () => {
    let done = false;
    const { add, sent, timers } = make({ maxCount: 3 }, (batcher) => {
      if (done) return;
      done = true;
      for (const each of upTo(8)) batcher.add(each * 10);
    });
    add(1, 2, 3);
    expect(sent).toEqual([[1, 2, 3]]);
    timers.advance(0);
    expect(sent).toEqual([
      [1, 2, 3],
      [10, 20, 30],
      [40, 50, 60],
      [70, 80],
    ]);
    expect(timers.pending).toBe(0);
  });

  it('F39 that flushes: what it added is sent as soon as it has returned and a task has passed', () => {
    let done = false;
    const { add, batcher, sent, timers } = make({}, (self) => {
      if (done) return;
      done = true;
      self.add(2);
      self.flush();
    });
    add(1);
    batcher.flush();
    expect(sent).toEqual([[1]]);
    timers.advance(0);
    expect(sent).toEqual([[1], [2]]);
  });

  it('F39 that flushes once hurries nothing that comes later', () => {
    const { add, batcher, sent, timers } = make({}, (self, [first]) => {
      if (first !== undefined && first < 3) self.add(first + 1);
      if (first === 1) self.flush();
    });
    add(1);
    batcher.flush();
    timers.advance(0);
    expect(sent).toEqual([[1], [2]]);
    timers.advance(99);
    expect(sent).toHaveLength(2);
    timers.advance(1);
    expect(sent).toEqual([[1], [2], [3]]);
  });

  it('F39 that flushes with nothing to send hurries nothing that comes later', () => {
    const { add, batcher, sent, timers } = make({}, (self) => self.flush());
    add(1);
    batcher.flush();
    add(2);
    timers.advance(99);
    expect(sent).toEqual([[1]]);
    timers.advance(1);
    expect(sent).toEqual([[1], [2]]);
  });
});

describe('destroy() of a MessageBatcher', () => {
  it('W59 sends what waits, leaves no timer, and takes nothing more', () => {
    const { add, batcher, sent, timers } = make();
    add(1, 2);
    expect(batcher.destroy()).toEqual([]);
    expect([sent, timers.pending]).toEqual([[[1, 2]], 0]);
    expect(add(3)).toEqual([false]);
    batcher.flush();
    batcher.destroy();
    timers.advance(1000);
    expect(sent).toHaveLength(1);
    expect(batcher.size).toBe(0);
  });

  it('W59 gives back what waits where it shall not be sent', () => {
    const { add, batcher, sent, timers } = make();
    add(1, 2);
    expect(batcher.destroy({ flush: false })).toEqual([1, 2]);
    expect(batcher.destroy({ flush: false })).toEqual([]);
    expect([sent, timers.pending, batcher.size]).toEqual([[], 0, 0]);
  });

  it.each([
    [true, [[1, 2], [3, 4], [5, 6], [7]], []],
    [
      false,
      [
        [1, 2],
        [3, 4],
      ],
      [5, 6, 7],
    ],
  ])(
    'F39 W59 from inside send(), with flush %s: nothing is lost, and no timer stays',
    (flush, batches, back) => {
      const outcome: unknown[] = [];
      const { add, batcher, sent, timers } = make({ maxCount: 2 }, (self, [first]) => {
        if (first === 1) for (const each of [3, 4, 5, 6, 7]) self.add(each);
        if (first === 3) outcome.push(self.destroy({ flush }), self.add(99));
      });
      add(1, 2);
      timers.advance(1000);
      expect(sent).toEqual(batches);
      expect(outcome).toEqual([back, false]);
      expect([timers.pending, batcher.size]).toEqual([0, 0]);
    },
  );

  it('F39 W59 from inside send(): what it added before is sent as well', () => {
    const { add, sent, timers } = make({ maxCount: 2 }, (self, [first]) => {
      if (first !== 1) return;
      self.add(3);
      self.destroy();
    });
    add(1, 2);
    expect([sent, timers.pending]).toEqual([[[1, 2], [3]], 0]);
  });

  it('F39 from inside onError: what it gives back and what it sends is all there was', () => {
    const back: number[][] = [];
    const onError = (_: Error, messages: number[]) =>
      void back.push(messages, batcher.destroy({ flush: false }));
    const { add, batcher, timers } = make({ maxCount: 2, onError }, (self) => {
      self.add(3);
      throw new Error('of the application');
    });
    add(1, 2);
    expect(back).toEqual([[1, 2], [3]]);
    expect([timers.pending, batcher.size]).toEqual([0, 0]);
  });
});

describe('sendBatchTo', () => {
  it('G11 C33 sends each message as a frame of its own, in order', async () => {
    const { client, network } = await connectFakeClient();
    const batcher = new MessageBatcher(sendBatchTo(client), { maxCount: 2 });
    batcher.add({ type: 'a', payload: 1 });
    batcher.add({ type: 'b' });
    expect(network.last.sent).toEqual(['{"type":"a","payload":1}', '{"type":"b"}']);
  });

  it('C33 sends all of them as one array where the server takes that', async () => {
    const { client, network } = await connectFakeClient();
    const batcher = new MessageBatcher(sendBatchTo(client, 'array'), { maxCount: 2 });
    batcher.add({ type: 'a' });
    batcher.add({ type: 'b' });
    expect(network.last.sent).toEqual(['[{"type":"a"},{"type":"b"}]']);
  });

  it.each(['frames', 'array'] as const)('S3.103 C10 stamps each as its system does: %s', async (wire) => {
    const { client, network } = await connectFakeClient({ profile: 'nexus' });
    const batcher = new MessageBatcher(sendBatchTo(client, wire), { maxCount: 2 });
    batcher.add({ type: 'a', payload: 1 });
    batcher.add({ type: 'b', payload: 2, id: 'own' });
    const frames = network.last.sent.map((frame) => JSON.parse(frame as string) as object);
    expect(frames).toHaveLength(wire === 'array' ? 1 : 2);
    expect(frames.flat()).toEqual([
      { type: 'a', payload: 1, id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      { type: 'b', payload: 2, id: 'own' },
    ]);
  });

  it.each(['frames', 'array'] as const)('B33 sends nothing of a batch that has no JSON: %s', async (wire) => {
    const { client, network } = await connectFakeClient();
    const onError = vi.fn();
    const batcher = new MessageBatcher(sendBatchTo(client, wire), { maxCount: 2, onError });
    const batch = [{ type: 'a' }, { type: 'b', payload: 1n }];
    for (const each of batch) batcher.add(each);
    const cause = expect.objectContaining({ code: 'UNSERIALIZABLE' });
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ cause }), batch);
    expect(network.last.sent).toEqual([]);
  });

  it('B32 knows two forms', async () => {
    const { client } = await connectFakeClient();
    expect(() => sendBatchTo(client, 'lines' as never)).toThrow(TypeError);
  });
});

/** What a hostile `send` or `onError` may do to the batcher that called it. */
const deeds = ['nothing', 'nothing', 'add', 'addMany', 'flush', 'throw', 'reject'] as const;

it.each(seeds(60))(
  'no message is lost, doubled or late, whatever the batcher is told: seed %i',
  async (seed) => {
    const { below, pick } = dice(seed);
    const timers = new ManualTimers();
    const [maxCount, maxDelay] = [pick([1, 3, 10]), pick([0, 100])];
    const addedAt: number[] = [];
    const refused = new Set<number>();
    const sent: number[] = [];
    const failed: number[] = [];
    const faults = new Set<string>();
    let inside = 0;

    const add = () => {
      const number = addedAt.length;
      addedAt.push(timers.now);
      if (!batcher.add(number)) refused.add(number);
    };
    const addMany = () => {
      for (let count = below(25); count > 0; count--) add();
    };
    const flush = () => batcher.flush();
    const send = (batch: number[]): void | Promise<void> => {
      if (inside++ > 0) faults.add('send within send');
      if (batch.length === 0 || batch.length > maxCount) faults.add(`a batch of ${batch.length}`);
      for (const number of batch) if (timers.now - addedAt[number]! > maxDelay) faults.add('late');
      sent.push(...batch);
      const deed = pick(deeds);
      if (deed === 'add') add();
      if (deed === 'addMany' && below(3) === 0) addMany();
      if (deed === 'flush') flush();
      inside--;
      if (deed === 'reject') return Promise.reject(new Error('of the application'));
      if (deed === 'throw') throw new Error('of the application');
    };
    const onError = (_: Error, messages: number[]) => {
      failed.push(...messages);
      if (below(2) === 0) add();
      if (below(20) === 0) throw new Error('of the application');
    };
    const batcher = new MessageBatcher<number>(send, { maxCount, maxDelay, onError, timers });

    vi.spyOn(console, 'error').mockImplementation(() => {});
    for (let step = 0; step < 300; step++) {
      pick([add, add, add, flush, () => timers.advance(below(150)), () => inTask(() => {})])();
      if (timers.pending !== (batcher.size > 0 ? 1 : 0))
        faults.add(`${timers.pending} timers, ${batcher.size} wait`);
    }
    const rest = batcher.destroy({ flush: pick([true, false]) });
    await inTask();
    expect([...faults]).toEqual([]);
    expect([timers.pending, batcher.size]).toEqual([0, 0]);
    expect([...sent, ...rest]).toEqual([...addedAt.keys()].filter((number) => !refused.has(number)));
    expect(failed.every((number) => sent.includes(number))).toBe(true);
    expect(sent.length).toBeGreaterThan(50);
  },
);
