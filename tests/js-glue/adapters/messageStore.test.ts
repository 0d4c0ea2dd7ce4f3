import type { Message } from 'chatwire';
import { describe, expect, it } from 'vitest';
import { MessageStore } from '../../../js-glue/adapters/messageStore.ts';
import { connectFakeClient } from '../../support/clients.ts';
import { until } from '../../support/until.ts';

const payloads = (messages: readonly Message[]) => messages.map(({ payload }) => payload);

async function make({ type = 'a', limit = 1000, history = true } = {}) {
  const { client, network } = await connectFakeClient(history ? {} : { history: false });
  const store = new MessageStore(client, { type, limit });
  const say = (payload: unknown, as = 'a') => network.last.message({ type: as, payload });
  return { client, store, say };
}

describe('MessageStore', () => {
  it('shows what comes, in order, with one change for many, and the same list until then', async () => {
    const { store, say } = await make();
    let changes = 0;
    const stop = store.subscribe(() => changes++);
    const before = store.getMessages();
    for (let n = 0; n < 100; n++) await say(n);
    expect([changes < 20, store.getMessages() === before]).toEqual([true, changes === 0]);
    await until(() => store.getMessages().length === 100, 'all of them');
    expect(payloads(store.getMessages())).toEqual(Array.from({ length: 100 }, (_, n) => n));
    stop();
  });

  it('begins with what came before, and shows each message once over being let go and held again', async () => {
    const { store, say } = await make();
    await say(1);
    await say('of another type', 'b');
    const stop = store.subscribe(() => {});
    await say(2);
    stop();
    await say(3);
    const again = store.subscribe(() => {});
    await say(4);
    await until(() => store.getMessages().length >= 4, 'all of them');
    expect(payloads(store.getMessages())).toEqual([1, 2, 3, 4]);
    again();
  });

  it('takes all types, and is exact where a handler subscribes while messages are told', async () => {
    const { client, store, say } = await make({ type: '*' });
    let stop = () => {};
    client.subscribe('a', ({ payload }) => {
      if (payload === 1) stop = store.subscribe(() => {});
    });
    for (const payload of [1, 2]) await say(payload);
    await say(3, 'b');
    await until(() => store.getMessages().length >= 3, 'all of them');
    expect(payloads(store.getMessages())).toEqual([1, 2, 3]);
    stop();
  });

  it('C15 keeps the newest, also of a burst within a frame', async () => {
    const { store, say } = await make({ limit: 3 });
    const stop = store.subscribe(() => {});
    await Promise.all(Array.from({ length: 50 }, (_, n) => say(n)));
    await until(() => store.getMessages().at(-1)?.payload === 49, 'the last one');
    expect(payloads(store.getMessages())).toEqual([47, 48, 49]);
    stop();
  });

  it('keeps none where none are wanted', async () => {
    const { store, say } = await make({ limit: 0 });
    let changes = 0;
    const stop = store.subscribe(() => changes++);
    await say(1);
    await until(() => changes > 0, 'a look');
    expect(store.getMessages()).toEqual([]);
    stop();
  });

  it('forgets by clear(), and goes on', async () => {
    const { store, say } = await make();
    const stop = store.subscribe(() => {});
    await say(1);
    await until(() => store.getMessages().length === 1, 'the first');
    await say(2);
    store.clear();
    expect(store.getMessages()).toEqual([]);
    await say(3);
    await until(() => store.getMessages().length > 0, 'the third');
    expect(payloads(store.getMessages())).toEqual([3]);
    stop();
  });

  it('works where the client keeps no history: from the moment on that it is held', async () => {
    const { store, say } = await make({ history: false });
    await say(1);
    const stop = store.subscribe(() => {});
    await say(2);
    await say(3);
    await until(() => store.getMessages().length === 2, 'both');
    expect(payloads(store.getMessages())).toEqual([2, 3]);
    stop();
  });

  it('cannot be changed through what it gives out', async () => {
    const { store, say } = await make();
    const stop = store.subscribe(() => {});
    await say(1);
    await until(() => store.getMessages().length === 1, 'the first');
    expect(() => (store.getMessages() as Message[]).push()).toThrow(TypeError);
    stop();
  });
});
