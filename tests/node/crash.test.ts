import type { ChatClient, Receipt, RequestOptions } from 'chatwire';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../js-glue/core/load.ts';
import { makeFakeClient } from '../support/clients.ts';
import { compileOnce } from '../support/compileOnce.ts';
import { logEvents } from '../support/eventLog.ts';
import { openNetwork } from '../support/fakeWebSocket.ts';
import { Saboteur } from '../support/saboteur.ts';
import { settle } from '../support/tasks.ts';

const key = Symbol.for('chatwire.core.0.1');

const auth = { firstFrame: () => ({ type: 'auth', payload: 'secret' }) };

/** One of two clients that share an instance, the other end of its links, and what becomes of what it does. */
class Inhabitant {
  readonly network = openNetwork();
  readonly client: ChatClient;
  readonly lines: string[];
  readonly receipts: Receipt[] = [];
  readonly unsent: Receipt[] = [];
  readonly outcomes: Promise<unknown>[] = [];
  readonly heard: unknown[] = [];

  constructor(readonly hasAuth: boolean) {
    this.client = makeFakeClient(
      {
        outbox: { maxCount: 4 },
        maxMessageBytes: 100_000,
        ...(hasAuth && { auth, heartbeat: { interval: 1000, timeout: 500 } }),
      },
      this.network,
    ).client;
    this.lines = logEvents(this.client);
    this.client.on('unsent', ({ receipt }) => this.unsent.push(receipt));
    this.client.subscribe('a', ({ payload }) => this.heard.push(payload));
  }

  connect(): void {
    this.outcomes.push(this.client.connect().catch((error: unknown) => error));
  }

  send(payload: unknown): void {
    this.receipts.push(this.client.send('b', payload));
  }

  ask(id: string, options: RequestOptions = {}): void {
    const answer = this.client.request('b', undefined, { id, timeout: 100_000, ...options });
    this.outcomes.push(answer.catch((error: unknown) => error));
  }

  receive(frame: unknown): Promise<void> {
    return this.network.last.message(frame);
  }

  /** A client that was destroyed hears nothing more. */
  get isLeft(): boolean {
    return this.client.state !== 'closed';
  }

  count(line: string): number {
    return this.lines.filter((each) => each.startsWith(line)).length;
  }
}

interface Household {
  first: Inhabitant;
  second: Inhabitant;
}

/** A life in which C++ is entered by every door. */
const days: Record<string, (household: Household) => unknown> = {
  'the constructors, connect() and what waits for it': async ({ first, second }) => {
    first.send('queued');
    first.connect();
    second.connect();
    await settle();
  },
  'a refusal, and the dial after it': async ({ first }) => {
    await first.receive({ type: 'auth_error' });
    vi.advanceTimersByTime(100);
    await settle();
  },
  'an acceptance': ({ first }) => first.receive({ type: 'auth_ok' }),
  'send(type)': ({ first }) => first.send('text'),
  'send(bytes)': ({ first }) => first.receipts.push(first.client.send(new Uint8Array(3))),
  'request()': ({ first }) => {
    first.ask('answered');
    first.ask('stays open');
    first.ask('is matched', { match: ({ type }) => type === 'c' });
  },
  'the answer to it': ({ first }) => first.receive({ type: 'b', id: 'answered' }),
  'an answer that match knows': ({ first }) => first.receive({ type: 'c' }),
  'a request that is cancelled': ({ first }) => {
    const abort = new AbortController();
    first.ask('cancelled', { signal: abort.signal });
    abort.abort();
  },
  'a long send()': ({ first }) => first.send('x'.repeat(70_000)),
  'a message': ({ first }) => first.receive({ type: 'a', payload: 1 }),
  'a long message': ({ first }) => first.receive({ type: 'a', payload: 'é'.repeat(5000) }),
  'a long message with its type at the end': ({ first }) =>
    first.receive({ payload: 'é'.repeat(5000), type: 'a' }),
  'a binary message': ({ first }) => first.receive(new ArrayBuffer(9)),
  'a frame that is no message': ({ first }) => first.receive('garbage'),
  'a ping': ({ first }) => first.receive({ type: 'ping' }),
  'history()': ({ first }) => first.client.history({ type: 'a', limit: 2 }),
  'clearHistory()': ({ first }) => first.client.clearHistory(),
  'stats()': ({ first }) => first.client.stats(),
  'subscribe()': ({ first }) => first.client.subscribe('b', () => {})(),
  'a hint of the page': () => dispatchEvent(new Event('online')),
  'the answer to its ping': ({ first }) => first.receive({ type: 'pong' }),
  'the timer of a heartbeat': () => vi.advanceTimersByTime(1001),
  'the answer to that ping': ({ first }) => first.receive({ type: 'pong' }),
  'congestion, and too full an outbox': ({ first }) => {
    first.network.last.bufferedAmount = 2 ** 21;
    for (let n = 0; n < 6; n++) first.send(n);
  },
  'the timer that looks again': ({ first }) => {
    first.network.last.bufferedAmount = 0;
    vi.advanceTimersByTime(20);
  },
  'a message that is too big': ({ first }) => first.receive('x'.repeat(100_001)),
  'the timer of a retry': async ({ first }) => {
    vi.advanceTimersByTime(100);
    await settle();
    await first.receive({ type: 'auth_ok' });
  },
  'an error event': ({ first }) => first.network.last.fail(),
  'the dial after it': async () => {
    vi.advanceTimersByTime(100);
    await settle();
  },
  'disconnect()': ({ first }) => first.client.disconnect(),
  'connect() while closing': async ({ first }) => {
    first.connect();
    await settle();
  },
  'a close event': ({ first }) => first.network.last.end(1001),
  'destroy()': ({ first }) => first.client.destroy(),
};

interface Life extends Household {
  saboteur: Saboteur;
}

/** That life, up to the call of an import that is made to trap. */
async function live(trapAt = Infinity): Promise<Life> {
  Reflect.deleteProperty(globalThis, key);
  compileOnce();
  const page = new EventTarget();
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
    vi.stubGlobal(name, page[name].bind(page));
  }
  const saboteur = new Saboteur();
  await loadCore();
  saboteur.begin(trapAt);
  const household = { first: new Inhabitant(true), second: new Inhabitant(false) };
  for (const [name, spend] of Object.entries(days)) {
    saboteur.step = name;
    await spend(household);
    if (saboteur.hasTrapped) break;
  }
  return { ...household, saboteur };
}

/** Whoever is left knows by now, once, and waits for nothing. */
async function expectBadNews({ first, second }: Life): Promise<void> {
  for (const each of [first, second].filter(({ isLeft }) => isLeft)) {
    const { client, network, receipts, unsent } = each;
    expect(client.getSnapshot()).toMatchObject({ state: 'failed', error: { code: 'CORE_CRASHED' } });
    expect(client.getSnapshot().error!.remedy).toMatch(/connect\(\)/);
    expect(each.count('error CORE_CRASHED')).toBe(1);
    expect(each.count('close ')).toBe(network.sockets.length);
    expect(network.live).toBe(0);
    expect(receipts.filter(({ status }) => status === 'dropped')).toEqual(unsent);
  }
  for (const outcome of [...first.outcomes, ...second.outcomes]) {
    const inTime = await Promise.race([outcome.then(() => true), settle().then(() => false)]);
    expect(inTime).toBe(true);
  }
}

/** No late event, timer or call gets into the instance that is dead. */
async function expectPeace({ first, second, saboteur }: Life): Promise<void> {
  expect(vi.getTimerCount()).toBe(0);
  for (const { client, network, isLeft } of [first, second]) {
    for (const socket of network.sockets) {
      socket.onopen?.({});
      socket.onmessage?.({ data: '{"type":"a","payload":"late"}' });
      socket.onerror?.({});
      socket.onclose?.({ code: 1000, reason: '', wasClean: true });
    }
    if (!isLeft) continue;
    client.subscribe('c', () => {})();
    client.clearHistory();
    expect(client.history()).toEqual([]);
    expect(client.stats().connects).toBe(0);
  }
  dispatchEvent(new Event('online'));
  await settle();
  expect(saboteur.desecrations).toEqual([]);
  expect([...first.heard, ...second.heard]).not.toContain('late');
}

/** A connect() brings a core that works, with the handlers that there were. */
async function expectRecovery({ first, second, saboteur }: Life): Promise<void> {
  for (const each of [first, second].filter(({ isLeft }) => isLeft)) {
    const { client, network, hasAuth } = each;
    const outcome = client.connect();
    expect(client.state).toBe('connecting');
    for (let turn = 0; network.live === 0 && turn < 1000; turn++) await settle();
    await settle();
    if (hasAuth) await each.receive({ type: 'auth_ok' });
    await outcome;
    await client.send('b', 'again').delivered;
    expect(network.last.sent.at(-1)).toBe('{"type":"b","payload":"again"}');
    await each.receive({ type: 'a', payload: 'again' });
    expect(each.heard.at(-1)).toBe('again');
    expect(each.receipts.filter(({ status }) => status === 'queued')).toEqual([]);
  }
  expect(saboteur.victims.length).toBeLessThanOrEqual(2);
  expect(saboteur.desecrations).toEqual([]);
}

const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });

beforeEach(() => {
  fakeTimers();
  // A debug build says there what it was aborted by.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, key);
});

describe('a trap in mid-run', () => {
  /** By day, the calls to trap in: each import twice, on different days. */
  const sites = new Map<string, number[]>();

  beforeAll(async () => {
    fakeTimers();
    const { saboteur, first, second } = await live();
    const daysOf = new Map<string, Set<string>>();
    saboteur.calls.forEach(({ step, name }, index) => {
      const taken = daysOf.get(name) ?? new Set();
      daysOf.set(name, taken);
      if (taken.size === 2 || taken.has(step)) return;
      taken.add(step);
      sites.set(step, [...(sites.get(step) ?? []), index + 1]);
    });
    for (const { client } of [first, second]) client.destroy();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('F43 is told to all clients of the instance, which nobody enters again, until a connect() makes a new one', async () => {
    expect([...sites.values()].flat().length).toBeGreaterThan(30);
    for (const [day, calls] of sites) {
      for (const call of calls) {
        const life = await live(call);
        expect(life.saboteur.hasTrapped, day).toBe(true);
        await expectBadNews(life);
        await expectPeace(life);
        await expectRecovery(life);
        for (const { client } of [life.first, life.second]) client.destroy();
      }
    }
  }, 60_000);
});
