import { bindUiStore, createUiStore, type BindUiOptions, type UiStoreOptions } from 'chatwire/stores';
import type { ChatClientOptions } from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

interface Setup {
  client?: Partial<ChatClientOptions>;
  store?: UiStoreOptions;
  bind?: BindUiOptions;
  network?: FakeNetwork;
}

function bound({ client: options, store: storeOptions, bind, network = openNetwork() }: Setup = {}) {
  const { client } = makeFakeClient({ profile: 'wazuh', ...options }, network);
  const store = createUiStore(storeOptions);
  /** Every toast that ever was, in their order. */
  const told: string[] = [];
  store.subscribe(({ toasts }, before) => {
    for (const toast of toasts)
      if (!before.toasts.includes(toast)) told.push(`${toast.level}: ${toast.message}`);
  });
  return { client, network, store, told, unbind: bindUiStore(client, store, bind) };
}

async function connected(setup: Setup = {}) {
  const made = bound(setup);
  await made.client.connect();
  const says = async (type: string, data: unknown) => {
    await made.network.last.message({ type, data, payload: data, timestamp: '2026-01-31T12:00:00.000Z' });
    await settle();
  };
  return { ...made, says };
}

const texts = {
  lost: 'lost',
  back: 'back',
  gaveUp: 'gave up',
  refused: 'refused',
  unsent: 'unsent',
  closed: 'closed',
};

afterEach(() => vi.useRealTimers());

describe('a store of the user interface', () => {
  it('has notifications: newest first, to mark as read and to dismiss, at most so many (S0.31)', () => {
    const { getState } = createUiStore({ maxNotifications: 2 });
    const first = getState().notify({ message: 'First' });
    const second = getState().notify({ message: 'Second', level: 'warning', title: 'Look' });
    expect(getState().notifications).toMatchObject([
      { id: second, level: 'warning', title: 'Look', message: 'Second', isRead: false },
      { id: first, level: 'info', message: 'First', isRead: false },
    ]);
    getState().markRead(first);
    expect(getState().notifications.map(({ isRead }) => isRead)).toEqual([false, true]);
    getState().notify({ message: 'Third' });
    expect(getState().notifications.map(({ message }) => message)).toEqual(['Third', 'Second']);
    getState().markAllRead();
    expect(getState().notifications.every(({ isRead }) => isRead)).toBe(true);
    getState().dismiss(second);
    expect(getState().notifications.map(({ message }) => message)).toEqual(['Third']);
    getState().clear();
    expect(getState().notifications).toEqual([]);
  });

  it('has toasts: oldest first, each once, at most so many', () => {
    const { getState } = createUiStore({ maxToasts: 2 });
    const first = getState().toast({ message: 'First', duration: Infinity });
    expect(getState().toast({ message: 'First' })).toBe(first);
    expect(getState().toasts).toMatchObject([{ level: 'info', message: 'First', duration: Infinity }]);
    getState().toast({ message: 'Second', level: 'error' });
    getState().toast({ message: 'Third' });
    expect(getState().toasts.map(({ message }) => message)).toEqual(['Second', 'Third']);
    getState().dismissToast(getState().toasts[0]!.id);
    expect(getState().toasts.map(({ message }) => message)).toEqual(['Third']);
  });

  it('changes nothing where nothing is to be changed', () => {
    const store = createUiStore();
    const id = store.getState().notify({ message: 'Hello' });
    store.getState().markRead(id);
    const seen = vi.fn();
    store.subscribe(seen);
    store.getState().markRead(id);
    store.getState().markAllRead();
    store.getState().dismiss('nobody');
    store.getState().dismissToast('nobody');
    expect(seen).not.toHaveBeenCalled();
  });
});

describe('a store of the user interface that is bound to a client', () => {
  it('gets what the server announces (S0.9, S0.11, S0.22)', async () => {
    const { store, says, unbind } = await connected();
    await says('system_notification', { title: 'Update', message: 'At noon', level: 'warning' });
    expect(store.getState().notifications).toMatchObject([
      { level: 'warning', title: 'Update', message: 'At noon', isRead: false },
    ]);
    unbind();
    await says('system_notification', { message: 'Later' });
    expect(store.getState().notifications).toHaveLength(1);
  });

  it('tells the first announcement at once, and what a storm brings behind it once per frame', async () => {
    const { says, store, unbind } = await connected();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const told = () => store.getState().notifications.map(({ message }) => message);
    for (const message of ['1', '2', '3']) await says('system_notification', { message });
    expect(told()).toEqual(['1']);
    vi.advanceTimersByTime(16);
    expect(told()).toEqual(['3', '2', '1']);
    await says('system_notification', { message: '4' });
    expect(told()).toHaveLength(3);
    vi.advanceTimersByTime(32);
    await says('system_notification', { message: '5' });
    await says('system_notification', { message: '6' });
    expect(told()).toEqual(['5', '4', '3', '2', '1']);
    unbind();
    expect(told()[0]).toBe('6');
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['dashboard', 'notification', { title: 'Done', message: 'The task is done', priority: 'high' }, 'error'],
    ['autobot', 'file_uploaded', { filename: 'notes.txt', size: 3, chat_id: 'c', file_id: 'f' }, 'success'],
    ['autobot', 'llm_status', { status: 'disconnected', model: 'llama', message: 'Gone' }, 'warning'],
    ['autobot', 'settings_updated', { settings: { updated_keys: ['theme'], timestamp: '' } }, 'info'],
    ['autobot', 'knowledge_base_update', { type: 'reindexed', details: { document_count: 3 } }, 'info'],
  ] as const)(
    'gets the notifications of %s: %s (S2.55, S4.28 to S4.31)',
    async (profile, type, data, level) => {
      const { store, says } = await connected({ client: { profile } });
      await says(type, data);
      expect(store.getState().notifications).toMatchObject([{ level }]);
      expect(store.getState().notifications[0]?.message).toMatch(/\w/);
    },
  );

  it('tells once that the link was lost and once that it is back, however often it is dialled (S0.32)', async () => {
    let refuses = 0;
    const network = fakeNetwork((socket) => void (refuses-- > 0 ? socket.fail() : socket.open()));
    const { client, told } = await connected({ network, bind: { texts } });
    expect(told).toEqual([]);
    refuses = 3;
    await network.last.fail();
    await until(() => network.sockets.length === 5 && client.state === 'connected', 'the link');
    await settle();
    expect(told).toEqual(['warning: lost', 'success: back']);
  });

  it('tells once that there is no server, and once that it gave up (S0.65)', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const { client, told } = bound({ network, bind: { texts } });
    await client.connect().catch(() => {});
    await until(() => client.state === 'failed', 'the end');
    await settle();
    expect(told).toEqual(['warning: lost', 'error: gave up']);
  });

  it('tells once that the credentials are refused, and nothing beside it (S0.12)', async () => {
    const { client, network, told } = await connected({ bind: { texts } });
    await network.last.end(4401, 'token expired');
    await until(() => client.state === 'failed', 'the refusal');
    await settle();
    expect(told.filter((text) => text.startsWith('error'))).toEqual(['error: refused']);
    expect(told).not.toContain('error: gave up');
  });

  it('tells what the server and the client could not do (S0.12, S0.19, S0.56)', async () => {
    const { client, says, told } = await connected({ client: { outbox: { maxCount: 1 } }, bind: { texts } });
    await says('error', { message: 'Bad question', code: 'bad_field' });
    expect(told).toEqual(['error: Bad question']);
    expect(client.state).toBe('connected');
    client.disconnect();
    await until(() => client.state === 'closed', 'the close');
    client.send('chat_message', { message: 'One' });
    client.send('chat_message', { message: 'Two' });
    await until(() => told.length === 2, 'the drop');
    expect(told[1]).toBe('error: unsent');
  });

  it('keeps silent about what the user wanted, and about typing that is not told', async () => {
    const { client, told } = await connected({ bind: { texts } });
    client.disconnect();
    await until(() => client.state === 'closed', 'the close');
    client.send('typing_start', {}, { ttl: 0 });
    client.send('chat_message', { message: 'Dropped with the client' });
    client.destroy();
    await settle();
    expect(told).toEqual([]);
  });

  it('tells of the link of any profile, and refuses wrong options', async () => {
    const { client, network, told } = await connected({ client: { profile: 'base' }, bind: { texts } });
    await network.last.fail();
    await until(() => told.length > 0, 'the outage');
    expect(told).toEqual(['warning: lost']);
    expect(() => bindUiStore(client, createUiStore(), { text: {} } as never)).toThrow(/no option 'text'/);
    expect(() => createUiStore({ maxToasts: -1 })).toThrow(/maxToasts must be a number from 0, not -1/);
  });
});
