import {
  openPersistentOutbox,
  type ChatClient,
  type ChatClientOptions,
  type PersistentOutbox,
  type PersistentOutboxOptions,
  type TextStorage,
} from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeFakeClient } from '../../support/clients.ts';
import { FakeLocks } from '../../support/fakeLocks.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { dice, seeds } from '../../support/random.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

forbidUnhandledRejections();

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

class MemoryStorage implements TextStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

interface Page {
  readonly client: ChatClient;
  readonly network: FakeNetwork;
  readonly outbox: PersistentOutbox;
  readonly onError: ReturnType<typeof vi.fn>;
  /** The page is closed, or crashes: nothing of it is left but what is stored. */
  die(): void;
}

/** What pages of one origin share. */
class Origin {
  readonly storage = new MemoryStorage();
  readonly locks = new FakeLocks();

  async open(
    options: Partial<PersistentOutboxOptions> = {},
    clientOptions: Partial<ChatClientOptions> = {},
    network = openNetwork(),
  ): Promise<Page> {
    const { client } = makeFakeClient(clientOptions, network);
    const locks = this.locks.page();
    const onError = vi.fn();
    let isAlive = true;
    // What a page does after its end does not happen.
    const ifAlive = <Result>(action: () => Result) => (isAlive ? action() : new Promise<never>(() => {}));
    const storage: TextStorage = {
      getItem: (key) => ifAlive(() => this.storage.getItem(key)),
      setItem: (key, value) => ifAlive(() => this.storage.setItem(key, value)),
      removeItem: (key) => ifAlive(() => this.storage.removeItem(key)),
    };
    const shared = { key: 'outbox:ann', storage, locks, onError };
    const outbox = await openPersistentOutbox(client, { ...shared, ...options });
    return {
      client,
      network,
      outbox,
      onError,
      die: () => {
        isAlive = false;
        client.destroy();
        locks.die();
      },
    };
  }

  /** All that is stored, in the order of the places. */
  get stored(): unknown[] {
    return [...this.storage.items.values()].flatMap((text) =>
      (JSON.parse(text) as { text: string }[]).map(({ text }) => JSON.parse(text) as unknown),
    );
  }
}

const sentBy = ({ network }: Page): unknown[] =>
  network.sockets.flatMap(({ sent }) => sent.map((frame) => JSON.parse(frame as string) as unknown));
const numbersOf = (page: Page): unknown[] =>
  sentBy(page).map((frame) => (frame as { payload: unknown }).payload);
const said = (payload: unknown) => ({ type: 'say', payload });

describe('a persistent outbox', () => {
  it('S3.100 what waits survives a reload, and leaves in order, once', async () => {
    const origin = new Origin();
    const before = await origin.open();
    for (const number of [1, 2, 3]) before.outbox.send('say', number);
    expect(origin.stored).toEqual([said(1), said(2), said(3)]);
    before.die();
    const after = await origin.open();
    after.outbox.send('say', 4);
    await after.client.connect();
    await until(() => after.outbox.size === 0);
    await settle();
    expect([sentBy(before), sentBy(after)]).toEqual([[], [said(1), said(2), said(3), said(4)]]);
    expect(origin.stored).toEqual([]);
    after.die();
    const last = await origin.open();
    expect(last.outbox.size).toBe(0);
  });

  it('writes nothing while the link is usable', async () => {
    const origin = new Origin();
    const setItem = vi.spyOn(origin.storage, 'setItem');
    const { client, outbox, network } = await origin.open();
    await client.connect();
    await outbox.send('say', 1).delivered;
    expect(network.last.sent).toHaveLength(1);
    expect([setItem.mock.calls, outbox.size]).toEqual([[], 0]);
  });

  it('S3.100 keeps priority and the stamps of the first time: the server sees the same id again', async () => {
    const origin = new Origin();
    const before = await origin.open({}, { profile: 'nexus' });
    before.outbox.send('ask', { query: 'low' }, { priority: 'low' });
    before.outbox.send({ type: 'ask', payload: { query: 'high' } }, { priority: 'high' });
    const [low, high] = origin.stored;
    before.die();
    const after = await origin.open({}, { profile: 'nexus' });
    await after.client.connect();
    await until(() => after.outbox.size === 0);
    expect(sentBy(after)).toEqual([high, low]);
    expect(low).toMatchObject({ id: expect.any(String) as string, payload: { query: 'low' } });
  });

  it('sends again on the next link what a client that gave up handed back', async () => {
    const origin = new Origin();
    const network = fakeNetwork(
      (socket) => void (network.sockets.length > 2 ? socket.open() : socket.fail()),
    );
    const reconnect = { initialDelay: 1, maxDelay: 1, maxAttempts: 1 };
    const { client, outbox } = await origin.open({}, { reconnect }, network);
    const receipt = outbox.send('say', 1);
    client.connect().catch(() => {});
    await until(() => client.state === 'failed');
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED' });
    expect([outbox.size, origin.stored]).toEqual([1, [said(1)]]);
    await client.connect();
    await until(() => outbox.size === 0);
    expect([network.last.sent, origin.stored]).toEqual([[JSON.stringify(said(1))], []]);
  });

  it.each([
    ['a disconnect()', ({ client }: Page) => client.disconnect(), {}],
    ['its signal', () => aborted.abort(), {}],
    ['its time', () => {}, { ttl: 20 }],
  ])('S16 forgets what %s has ended', async (_, end, options) => {
    const origin = new Origin();
    const page = await origin.open({}, {}, fakeNetwork());
    page.client.connect().catch(() => {});
    aborted = new AbortController();
    page.outbox.send('say', 1, { signal: aborted.signal, ...options });
    expect(origin.stored).toHaveLength(1);
    end(page);
    await until(() => page.outbox.size === 0);
    await until(() => origin.stored.length === 0);
  });

  it('S16 clear() forgets all of a user who logs out; another user has another key', async () => {
    const origin = new Origin();
    const ann = await origin.open();
    ann.outbox.send('say', 1);
    const ben = await origin.open({ key: 'outbox:ben' });
    ben.outbox.send('say', 2);
    expect(ben.outbox.size).toBe(1);
    ann.outbox.clear();
    expect([ann.outbox.size, origin.stored]).toEqual([0, [said(2)]]);
  });

  it('S16 writes what the codec makes of it, and nothing else', async () => {
    const origin = new Origin();
    const flip = (text: string) => Promise.resolve([...text].reverse().join(''));
    const codec = { encode: flip, decode: flip };
    const before = await origin.open({ codec });
    before.outbox.send('say', 'secret');
    before.outbox.send('say', 'too');
    await until(() => [...origin.storage.items.values()].some((text) => text.includes('oot')));
    expect([...origin.storage.items.values()].join('')).not.toContain('secret');
    before.die();
    const after = await origin.open({ codec });
    await after.client.connect();
    await until(() => after.outbox.size === 0);
    expect(numbersOf(after)).toEqual(['secret', 'too']);
  });

  it('gives back what was kept for too long', async () => {
    const origin = new Origin();
    vi.useFakeTimers({ toFake: ['Date'] });
    const before = await origin.open();
    before.outbox.send('say', 'old');
    before.outbox.send('say', 'short', { ttl: 5000 });
    vi.setSystemTime(Date.now() + 6000);
    before.outbox.send('say', 'new');
    before.die();
    const onExpired = vi.fn();
    await origin.open({ maxAge: 6000, onExpired });
    expect(onExpired.mock.calls).toEqual([[said('old')], [said('short')]]);
    expect(origin.stored).toEqual([said('new')]);
  });

  it('tells the console of what was kept for too long, without its contents', async () => {
    const origin = new Origin();
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const before = await origin.open();
    before.outbox.send('say', 'secret');
    before.die();
    await origin.open({ maxAge: 0 });
    expect(log).toHaveBeenCalledOnce();
    expect(String(log.mock.calls[0]![0])).toMatch(/EXPIRED/);
    expect(String(log.mock.calls[0]![0])).not.toContain('secret');
  });

  it('keeps no more than it may, and says so once', async () => {
    const origin = new Origin();
    const { outbox, onError } = await origin.open({ maxCount: 2 });
    for (const number of [1, 2, 3, 4]) outbox.send('say', number);
    expect([outbox.size, origin.stored]).toEqual([4, [said(1), said(2)]]);
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ message: expect.stringContaining('2 messages') as string }),
    );
  });

  it('close() leaves the rest to the next page', async () => {
    const origin = new Origin();
    const first = await origin.open();
    first.outbox.send('say', 1);
    await first.outbox.close();
    first.client.destroy();
    const second = await origin.open();
    await second.client.connect();
    await until(() => second.outbox.size === 0);
    expect(numbersOf(second)).toEqual([1]);
  });

  it('B32 refuses wrong options, and what has no JSON', async () => {
    const origin = new Origin();
    const wrong: [object, string][] = [
      [{ key: '' }, 'key must be a text'],
      [{ maxAge: -1 }, 'maxAge must be a number'],
      [{ maxCount: 0 }, 'maxCount must be a number'],
      [{ onError: 1 }, 'onError must be a function'],
      [{ onExpired: 1 }, 'onExpired must be a function'],
      [{ keys: 1 }, "has no option 'keys'"],
      [{ storage: undefined }, 'there is no localStorage here'],
    ];
    for (const [options, message] of wrong) await expect(origin.open(options)).rejects.toThrow(message);
    const { outbox } = await origin.open();
    expect(() => outbox.send('say', 1n)).toThrow(/UNSERIALIZABLE/);
    expect(() => outbox.send('', 1)).toThrow(/type must be a text/);
    expect([outbox.size, origin.stored]).toEqual([0, []]);
  });

  it('takes localStorage where there is one', async () => {
    const origin = new Origin();
    vi.stubGlobal('localStorage', origin.storage);
    const { outbox } = await origin.open({ storage: undefined, locks: undefined });
    outbox.send('say', 1);
    expect(origin.stored).toEqual([said(1)]);
  });
});

let aborted: AbortController;

describe('F48 a storage that fails costs no message and throws into nobody', () => {
  const quota = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const closing = () => Promise.reject(new DOMException('connection is closing', 'InvalidStateError'));
  it.each<[string, Partial<TextStorage>]>([
    ['full', { setItem: quota }],
    ['full, and says so later', { setItem: closing }],
    ['forbidden to read', { getItem: quota, setItem: quota, removeItem: quota }],
    ['closing', { getItem: closing, setItem: closing, removeItem: closing }],
    ['that cannot forget', { setItem: quota, removeItem: quota }],
  ])('%s', async (_, faults) => {
    const origin = new Origin();
    const storage = Object.assign(new MemoryStorage(), faults);
    const { client, outbox, onError } = await origin.open({ storage });
    const receipts = [outbox.send('say', 1), outbox.send('say', 2)];
    await until(() => !outbox.isPersistent);
    await settle();
    expect(onError).toHaveBeenCalledOnce();
    expect(storage.items.size).toBe(0);
    await client.connect();
    await Promise.all(receipts.map(({ delivered }) => delivered));
    expect(outbox.size).toBe(0);
  });

  it('a page that may not even ask for it', async () => {
    const origin = new Origin();
    vi.stubGlobal('localStorage', undefined);
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: quota });
    const { outbox, onError } = await origin.open({ storage: undefined });
    outbox.send('say', 1);
    await settle();
    expect([outbox.isPersistent, onError.mock.calls.length]).toEqual([false, 1]);
  });

  it.each([
    ['damaged', '[{"id":'],
    ['of another kind', '{"version":7}'],
    [
      'with rows that are none',
      '[1,null,{"id":"a"},{"id":"a","at":1,"text":1,"priority":"high","ttl":null}]',
    ],
  ])('contents that are %s', async (_, text) => {
    const origin = new Origin();
    origin.storage.items.set('outbox:ann:0', text);
    const { outbox } = await origin.open();
    expect([outbox.size, outbox.isPersistent]).toEqual([0, true]);
    outbox.send('say', 1);
    expect(origin.stored).toEqual([said(1)]);
  });

  it('a codec that cannot read what is there', async () => {
    const origin = new Origin();
    const before = await origin.open();
    before.outbox.send('say', 1);
    before.die();
    const codec = { encode: (text: string) => text, decode: () => Promise.reject(new Error('wrong key')) };
    const { outbox, onError } = await origin.open({ codec });
    expect([outbox.size, outbox.isPersistent]).toEqual([0, true]);
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'wrong key' }));
  });

  it('an error listener that throws', async () => {
    const origin = new Origin();
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const storage = Object.assign(new MemoryStorage(), { setItem: quota });
    const onError = () => {
      throw new Error('mine');
    };
    const { outbox } = await origin.open({ storage, onError });
    expect(outbox.send('say', 1).status).toBe('queued');
    await settle();
    expect(log).toHaveBeenCalledOnce();
  });
});

describe('F49 tabs that share a storage', () => {
  it('keep their messages apart while they live', async () => {
    const origin = new Origin();
    const [one, two] = [await origin.open(), await origin.open()];
    one.outbox.send('say', 1);
    two.outbox.send('say', 2);
    expect([one.outbox.size, two.outbox.size, origin.stored]).toEqual([1, 1, [said(1), said(2)]]);
    await two.client.connect();
    await until(() => two.outbox.size === 0);
    expect([numbersOf(one), numbersOf(two), origin.stored]).toEqual([[], [2], [said(1)]]);
  });

  it('one that dies leaves its messages to one of the others, at once', async () => {
    const origin = new Origin();
    const [one, two, three] = [await origin.open(), await origin.open(), await origin.open()];
    one.outbox.send('say', 1);
    await Promise.all([two.client.connect(), three.client.connect()]);
    one.die();
    await until(() => origin.stored.length === 0);
    await settle();
    expect([...numbersOf(two), ...numbersOf(three)]).toEqual([1]);
  });

  it('a page beyond the sixteenth keeps nothing, and says so', async () => {
    const origin = new Origin();
    for (let count = 0; count < 16; count += 1) await origin.open();
    const { outbox, onError } = await origin.open();
    expect(outbox.isPersistent).toBe(false);
    expect(onError).toHaveBeenCalledOnce();
    expect(outbox.send('say', 1).status).toBe('queued');
  });

  it.each(seeds(40))('each message is sent once, whoever dies when: seed %i', async (seed) => {
    const { below, pick } = dice(seed);
    const origin = new Origin();
    const pages: Page[] = [];
    const living = new Set<Page>();
    let last = 0;
    for (let step = 0; step < 60; step += 1) {
      const page = pick([...living, undefined]);
      if (!page || living.size === 0) {
        const opened = await origin.open();
        pages.push(opened);
        living.add(opened);
        continue;
      }
      switch (below(6)) {
        case 0:
          page.die();
          living.delete(page);
          break;
        case 1:
          page.client.connect().catch(() => {});
          break;
        case 2:
          await page.network.sockets.at(-1)?.end(1006, '', false);
          break;
        case 3:
          await settle();
          break;
        default:
          // A page dies with what it knows: what it has heard, it has written.
          page.outbox.send('say', (last += 1));
      }
      await settle();
    }
    for (const page of living) page.die();
    const heir = await origin.open();
    await heir.client.connect();
    await until(() => heir.outbox.size === 0);
    await settle();
    const all = [...pages, heir].flatMap(numbersOf) as number[];
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    expect(origin.stored).toEqual([]);
  });
});
