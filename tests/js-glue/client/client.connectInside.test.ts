import type { ChatClient, ChatwireError } from 'chatwire';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { forgetCore, refuseCore } from '../../support/loading.ts';
import { settle } from '../../support/tasks.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';
import { until } from '../../support/until.ts';

/** Does something at the first event that `when` accepts, from inside of its handler. */
function once<Event>(
  listen: (handler: (event: Event) => void) => unknown,
  when: (event: Event) => boolean,
  act: () => void,
): void {
  let done = false;
  listen((event) => {
    if (done || !when(event)) return;
    done = true;
    act();
  });
}

const atState = (client: ChatClient, wanted: string, act: () => void) =>
  once<{ state: string }>(
    (handler) => client.on('state', handler),
    ({ state }) => state === wanted,
    act,
  );

/** How each outcome came out, under its name. */
function watchOutcomes() {
  const outcomes: Record<string, string> = {};
  const watch = (name: string, outcome: Promise<void>) => {
    outcome.then(
      () => (outcomes[name] = 'connected'),
      (error: unknown) => (outcomes[name] = (error as ChatwireError).code),
    );
  };
  return { outcomes, watch };
}

beforeAll(loadCore);
forbidUnhandledRejections();
afterEach(() => {
  vi.restoreAllMocks();
});

describe('connect() from inside of a handler', () => {
  it.each([
    { state: 'connecting', isLoaded: false },
    { state: 'connecting', isLoaded: true },
    { state: 'connected', isLoaded: true },
  ])(
    'F39 C12 after disconnect(), while $state (core loaded: $isLoaded), waits for its own link',
    async ({ state, isLoaded }) => {
      const { client, network } = makeFakeClient();
      if (isLoaded) {
        client.send('loads the core');
        await until(() => client.stats().queuedCount === 1, 'the core');
      }
      const { outcomes, watch } = watchOutcomes();
      atState(client, state, () => {
        watch('second', client.connect());
        client.disconnect();
        watch('third', client.connect());
      });
      watch('first', client.connect());
      await until(() => network.sockets.length > 0, 'the first dial');
      if (state === 'connected') await network.last.open();
      await until(() => network.sockets.length === 2, 'the second dial');
      await settle();
      expect(outcomes).toEqual({ first: 'DISCONNECTED', second: 'DISCONNECTED' });
      expect(client.state).toBe('connecting');
      await network.last.open();
      await until(() => client.state === 'connected', 'the second link');
      await settle();
      expect(outcomes).toEqual({ first: 'DISCONNECTED', second: 'DISCONNECTED', third: 'connected' });
      expect(network.live).toBe(1);
    },
  );

  it('F39 C12 the last call decides: disconnect() after connect() rejects both', async () => {
    const { client, network } = makeFakeClient();
    const { outcomes, watch } = watchOutcomes();
    atState(client, 'connecting', () => {
      client.disconnect();
      watch('second', client.connect());
      client.disconnect();
    });
    watch('first', client.connect());
    await until(() => client.state === 'closed', 'the end');
    await settle();
    expect(outcomes).toEqual({ first: 'DISCONNECTED', second: 'DISCONNECTED' });
    expect(network.live).toBe(0);
  });

  it('F39 C12 on hearing of the close, or that the link is lost, is not taken for what was lost', async () => {
    for (const event of ['close', 'reconnecting'] as const) {
      const { client, network } = await connectFakeClient();
      const { outcomes, watch } = watchOutcomes();
      const again = () => watch(event, client.connect());
      if (event === 'close') once((handler) => client.on('close', handler), Boolean, again);
      else atState(client, event, again);
      await network.last.fail();
      await until(() => client.state === 'connected' && network.sockets.length === 2, 'the second link');
      await settle();
      expect(outcomes).toEqual({ [event]: 'connected' });
    }
  });

  it('F39 C12 on hearing that it is closed waits for the next link', async () => {
    const { client, network } = await connectFakeClient();
    const { outcomes, watch } = watchOutcomes();
    atState(client, 'closed', () => watch('again', client.connect()));
    await network.last.end(1000);
    await until(() => network.sockets.length === 2, 'the next dial');
    await until(() => client.state === 'connected', 'the next link');
    await settle();
    expect(outcomes).toEqual({ again: 'connected' });
  });

  it.each(['failed', 'error'])('F39 C12 on hearing that it has given up (%s) begins anew', async (event) => {
    const { client, network } = makeFakeClient({ reconnect: { maxAttempts: 0 } });
    const { outcomes, watch } = watchOutcomes();
    const again = () => watch('again', client.connect());
    if (event === 'failed') atState(client, event, again);
    else {
      once<ChatwireError>(
        (handler) => client.on('error', handler),
        ({ code }) => code === 'ATTEMPTS_EXHAUSTED',
        again,
      );
    }
    watch('first', client.connect());
    await until(() => network.sockets.length === 1, 'the first dial');
    await network.last.fail();
    await until(() => network.sockets.length === 2, 'the second dial');
    await network.last.open();
    await until(() => client.state === 'connected', 'the link');
    await settle();
    expect(outcomes).toEqual({ first: 'CONNECTION_LOST', again: 'connected' });
  });

  it('F39 F42 on hearing that the core cannot be loaded tries that anew', async () => {
    refuseCore();
    const { client } = makeFakeClient({}, openNetwork());
    const { outcomes, watch } = watchOutcomes();
    const asked: Promise<unknown>[] = [];
    once(
      (handler) => client.on('error', handler),
      Boolean,
      () => {
        forgetCore();
        watch('again', client.connect());
        asked.push(client.request('ask', undefined, { timeout: 1 }));
      },
    );
    watch('first', client.connect());
    await until(() => client.state === 'connected', 'the link');
    await settle();
    expect(outcomes).toEqual({ first: 'WASM_UNAVAILABLE', again: 'connected' });
    await expect(asked[0]).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  });
});

it('F39 C12 connect() after disconnect() while the handshake ends waits for the next link, and the first is over', async () => {
  const network = fakeNetwork();
  const { client } = makeFakeClient({ auth: { firstFrame: { type: 'auth', payload: 1 } } }, network);
  const { outcomes, watch } = watchOutcomes();
  watch('first', client.connect());
  await until(() => network.sockets.length === 1, 'the first dial');
  await network.last.open();
  await until(() => client.state === 'authenticating', 'the question');
  client.disconnect();
  watch('second', client.connect());
  await until(() => network.sockets.length === 2, 'the second dial');
  await network.last.open();
  await network.last.message({ type: 'auth_ok' });
  await until(() => client.state === 'connected', 'the link');
  await settle();
  expect(outcomes).toEqual({ first: 'DISCONNECTED', second: 'connected' });
});
