// @vitest-environment happy-dom
import { createChatClient, type ConnectionSnapshot } from 'chatwire';
import { createChatwire } from 'chatwire/vue';
import { ConnectionStatus } from 'chatwire/vue/components';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, type App } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { violations } from '../../../support/accessibility.ts';
import { openNetwork } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';

const apps: App[] = [];
const status = () => document.querySelector<HTMLElement>('.chatwire-status')!;
const button = () => status().querySelector('button');

function mount(props: object, plugin?: ReturnType<typeof createChatwire>): App {
  const app = createApp({ render: () => h(ConnectionStatus, props) });
  apps.push(app);
  if (plugin) app.use(plugin);
  app.mount(document.body.appendChild(document.createElement('div')));
  return app;
}

/** A client whose snapshot the test changes. */
function actor() {
  const client = createChatClient({ url: 'ws://server.test', profile: 'dashboard' });
  let snapshot = client.getSnapshot();
  let tell = () => {};
  const connect = vi.fn(async () => {});
  Object.assign(client, {
    connect,
    getSnapshot: () => snapshot,
    onChange: (listener: () => void) => {
      tell = listener;
      return () => {};
    },
  });
  const show = (change: Partial<ConnectionSnapshot>) => {
    snapshot = { ...snapshot, ...change };
    tell();
    return nextTick();
  };
  return { client, connect, show };
}

afterEach(() => {
  for (const app of apps.splice(0)) app.unmount();
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('ConnectionStatus of Vue', () => {
  it("S2.38: follows the plugin's connection", async () => {
    const network = openNetwork();
    mount(
      {},
      createChatwire({ url: 'ws://server.test', profile: 'dashboard', WebSocket: network.WebSocket }),
    );
    await until(() => status().dataset['status'] === 'connected', 'the link');
    expect(status().querySelector('[role=status]')?.textContent).toBe('Connected');
    expect(button()).toBeNull();
  });

  describe('while it waits for the next attempt', () => {
    beforeEach(() => {
      vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'setInterval', 'clearInterval'] });
    });

    it('S2.93: shows attempt n of max and the seconds to the next try, and dials at once when asked', async () => {
      const { client, connect, show } = actor();
      const app = mount({ client, labels: { retryNow: 'Jetzt' } });
      await show({ state: 'reconnecting', attempt: 2, retryAt: 1_003_500 });
      expect(status().textContent).toContain('attempt 2 of 5, next try in 4 s');
      vi.advanceTimersByTime(1000);
      await nextTick();
      expect(status().textContent).toContain('next try in 3 s');
      expect(status().querySelector('[role=status]')?.textContent).toBe('Reconnecting…');

      expect(button()?.textContent).toBe('Jetzt');
      button()?.click();
      expect(connect).toHaveBeenCalledTimes(1);
      expect(document.activeElement).toBe(status());

      await show({ retryAt: null });
      expect(status().textContent).toContain('attempt 2 of 5, trying now');
      expect(vi.getTimerCount()).toBe(0);
      await show({ retryAt: 1_009_000 });
      expect(vi.getTimerCount()).toBe(1);
      app.unmount();
      apps.pop();
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('shows what waits and what has failed, and axe-core minds nothing', async () => {
    const { client, show } = actor();
    mount({ client });
    await show({
      ...{ state: 'failed', queued: 1 },
      error: { code: 'NO_WEBSOCKET', message: 'NO_WEBSOCKET: none', remedy: 'Install ws' } as never,
    });
    expect(status().textContent).toBe('Connection failed1 message waitsInstall wsRetry now');
    expect(await violations(document.body)).toEqual([]);
  });

  it('renders on a server, and says what to do where there is no client', async () => {
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const client = createChatClient({ url: 'ws://server.test' });
    const html = await renderToString(createApp({ render: () => h(ConnectionStatus, { client }) }));
    expect(html).toContain('data-state="idle"');
    expect(warnings).not.toHaveBeenCalled();
    await expect(renderToString(createApp({ render: () => h(ConnectionStatus) }))).rejects.toThrow(
      'app.use(createChatwire({ url }))',
    );
    warnings.mockRestore();
  });
});
