// @vitest-environment happy-dom
import { createChatClient, type ChatClientOptions, type Message } from 'chatwire';
import {
  createChatwire,
  useChatClient,
  useConnection,
  useLatestMessage,
  useMessages,
  useSelector,
  useSend,
} from 'chatwire/vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApp, createSSRApp, h, nextTick, reactive, ref, watch, type App } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { until } from '../../support/until.ts';

const url = 'ws://server.test/ws';
const apps: App[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.unmount();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** What `setup` returns, in a component of an app that has the plugin. */
function mount<Result>(
  setup: () => Result,
  options: ChatClientOptions = {},
  network: FakeNetwork = openNetwork(),
) {
  let result!: Result;
  const plugin = createChatwire({ url, WebSocket: network.WebSocket, ...options });
  const app = createApp({
    setup() {
      result = setup();
      return () => null;
    },
  });
  app.use(plugin).mount(document.createElement('div'));
  apps.push(app);
  const unmount = () => apps.splice(apps.indexOf(app), 1)[0]?.unmount();
  return { result, network, client: plugin.client, unmount };
}

describe('createChatwire', () => {
  it('gives one client to all components, connects it, and ends it with the application', async () => {
    const { result, client, network, unmount } = mount(() => [useChatClient(), useChatClient()]);
    expect(result).toEqual([client, client]);
    await until(() => client.state === 'connected', 'the link');
    unmount();
    expect(client.isDestroyed).toBe(true);
    await until(() => !network.last.isLive, 'the close');
    expect(network.sockets).toHaveLength(1);
  });

  it('leaves a client of the application alone', () => {
    const network = openNetwork();
    const client = createChatClient({ url, WebSocket: network.WebSocket });
    const app = createApp(() => h('p'));
    app.use(createChatwire(client)).mount(document.createElement('div'));
    app.unmount();
    expect([network.sockets.length, client.isDestroyed]).toEqual([0, false]);
    client.destroy();
  });

  it('S0.2 says what is missing where it is not installed', () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const app = createApp({ setup: () => void useChatClient() });
    expect(() => app.mount(document.createElement('div'))).toThrow(/^chatwire: there is no client here/);
  });

  it('W74 opens nothing while a server renders', async () => {
    vi.stubGlobal('document', undefined);
    const network = openNetwork();
    const app = createSSRApp({
      setup() {
        const [connection, messages] = [useConnection(), useMessages('a')];
        return () => h('p', `${connection.value.state} ${messages.value.length}`);
      },
    });
    app.use(createChatwire({ url, WebSocket: network.WebSocket }));
    expect(await renderToString(app)).toBe('<p>idle 0</p>');
    expect(network.sockets).toHaveLength(0);
    vi.unstubAllGlobals();
  });
});

describe('the composables', () => {
  it('useMessages loses none of a burst, in order, and changes seldom', async () => {
    let changes = 0;
    const { result, client, network } = mount(() => {
      const messages = useMessages<number>('token', { limit: Infinity });
      watch(messages, () => changes++, { flush: 'sync' });
      return messages;
    });
    await until(() => client.state === 'connected', 'the link');
    const all = Array.from({ length: 2000 }, (_, n) => n);
    await Promise.all(all.map((payload) => network.last.message({ type: 'token', payload })));
    await until(() => result.value.length === all.length, 'all of them');
    expect(result.value.map(({ payload }) => payload)).toEqual(all);
    expect(changes).toBeLessThan(200);
  });

  it('useMessages follows the type and the limit', async () => {
    const [type, limit] = [ref('a'), ref(10)];
    const { result, client, network } = mount(() => useMessages(type, { limit }));
    await until(() => client.state === 'connected', 'the link');
    for (const payload of [1, 2, 3]) await network.last.message({ type: 'a', payload });
    await network.last.message({ type: 'b', payload: 4 });
    const shown = () => result.value.map(({ payload }) => payload).join();
    await until(() => shown() === '1,2,3', 'those of the first type');
    limit.value = 2;
    await until(() => shown() === '2,3', 'the newest two');
    type.value = 'b';
    await until(() => shown() === '4', 'those of the other type');
  });

  it('useLatestMessage gives the newest one, and an unmounted component subscribes to nothing', async () => {
    const { result, client, network, unmount } = mount(() => useLatestMessage<number>('a'));
    await until(() => client.state === 'connected', 'the link');
    expect(result.value).toBeUndefined();
    for (const payload of [1, 2]) await network.last.message({ type: 'a', payload });
    await until(() => result.value?.payload === 2, 'the newest');
    unmount();
    expect(result.value?.payload).toBe(2);
  });

  it('useConnection and useSelector show how it stands, and a part of it only when it changes', async () => {
    let changes = 0;
    const { result, client } = mount(() => {
      const isBusy = useSelector(
        ({ queued }) => ({ isBusy: queued > 1 }),
        (a, b) => a.isBusy === b.isBusy,
      );
      watch(isBusy, () => changes++, { flush: 'sync' });
      return { connection: useConnection(), isBusy, send: useSend() };
    });
    await until(() => result.connection.value.state === 'connected', 'the link');
    client.disconnect();
    await until(() => result.connection.value.state === 'closed', 'the close');
    result.send('a');
    await nextTick();
    expect([changes, result.isBusy.value]).toEqual([0, { isBusy: false }]);
    result.send('b');
    await nextTick();
    expect([changes, result.isBusy.value]).toEqual([1, { isBusy: true }]);
  });
});

describe('what Vue looks into', () => {
  it('a client and messages stay what they are in ref() and reactive()', async () => {
    const mine = ref<Message[]>([]);
    const { client, network } = mount(() => reactive({ client: useChatClient() }).client);
    client.subscribe('a', (message) => mine.value.push(message));
    await until(() => client.state === 'connected', 'the link');
    await network.last.message({ type: 'a', payload: { n: 1 } });
    expect(mine.value[0]?.payload).toEqual({ n: 1 });
    expect(reactive({ client }).client.state).toBe('connected');
  });

  it('devtools, which know of own fields only, see the type and the payload of messages', async () => {
    vi.stubGlobal('__VUE_DEVTOOLS_GLOBAL_HOOK__', { emit: () => {} });
    const { result, client, network } = mount(() => useMessages('a'));
    await until(() => client.state === 'connected', 'the link');
    await network.last.message({ type: 'a', payload: { n: 1 } });
    await until(() => result.value.length > 0, 'the message');
    const seen = Object.fromEntries(Object.entries(result.value[0]!));
    expect(seen).toMatchObject({ type: 'a', payload: { n: 1 }, sequence: 1 });
  });
});
