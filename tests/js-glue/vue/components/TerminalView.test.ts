// @vitest-environment happy-dom
import { createChatClient } from 'chatwire';
import { TerminalBuffer } from 'chatwire/terminal';
import { createChatwire } from 'chatwire/vue';
import { TerminalView } from 'chatwire/vue/components';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, createSSRApp, h, nextTick, reactive, type App } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { violations } from '../../../support/accessibility.ts';
import { openNetwork } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';

const LINE = 20;
const HEIGHT = 200;
const apps: App[] = [];

beforeEach(() => {
  // What a browser would lay out.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({ height: LINE } as DOMRect);
});
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

function mount(
  props: object,
  slots: Record<string, () => string> = {},
  plugin?: ReturnType<typeof createChatwire>,
) {
  const app = createApp({ render: () => h(TerminalView, props, slots) });
  apps.push(app);
  if (plugin) app.use(plugin);
  app.mount(document.body.appendChild(document.createElement('div')));
}

const lines = () => [...document.querySelectorAll<HTMLElement>('.chatwire-terminal-line')];
const texts = () => lines().map(({ textContent }) => textContent.replace(/\n$/, ''));
const log = () => document.querySelector<HTMLElement>('[role=log]')!;
const button = (name: string) =>
  [...document.querySelectorAll('button')].find(
    (each) => (each.getAttribute('aria-label') ?? each.textContent) === name,
  )!;
const isFollowing = () => button('Follow').getAttribute('aria-pressed');
const aFrame = () => new Promise((resolve) => setTimeout(resolve, 40));
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`).join('');

/** A view of a buffer, and what writes to it and waits until that shows. */
function show(buffer = new TerminalBuffer()) {
  mount({ buffer });
  const write = (text: string) => {
    buffer.write(text);
    return aFrame();
  };
  return { buffer, write };
}

function scrollTo(rows: number, total: number) {
  vi.spyOn(log(), 'scrollHeight', 'get').mockReturnValue(total * LINE);
  log().scrollTop = rows * LINE;
  log().dispatchEvent(new Event('scroll'));
  return aFrame();
}

describe('TerminalView of Vue', () => {
  it("S2.36 S2.38 S2.80: shows what the plugin's client receives, and how its connection stands", async () => {
    const network = openNetwork();
    const plugin = createChatwire({
      url: 'ws://server.test',
      profile: 'dashboard',
      WebSocket: network.WebSocket,
    });
    mount({}, undefined, plugin);
    await until(() => plugin.client.state === 'connected', 'the link');
    await network.last.message({ type: 'terminal_output', data: { output: 'hello\n' } });
    await until(() => texts().includes('hello'), 'the output');
    expect(texts()).toEqual(['Connected', 'hello']);
    expect(document.querySelector('.chatwire-status')?.getAttribute('data-status')).toBe('connected');
  });

  it('asks for nothing any more when it is unmounted', () => {
    const client = createChatClient({ url: 'ws://server.test', profile: 'dashboard' });
    const stop = vi.fn();
    const subscribe = vi.spyOn(client, 'subscribe').mockReturnValue(stop);
    mount({ client });
    expect(subscribe).toHaveBeenCalled();
    apps.pop()!.unmount();
    expect(stop).toHaveBeenCalledTimes(subscribe.mock.calls.length);
    client.destroy();
  });

  it('S2.45 S2.46 S2.47 W83: makes classes of what a line is, and text of whatever comes', async () => {
    const { buffer } = show();
    buffer.write('<img src=x>\x1b[1;31mred\x1b[38;2;1;2;3;7minverse\x1b[0m\n');
    buffer.write('oh no\n', 'error');
    buffer.addLine('remark', 'info');
    await aFrame();
    expect(lines().map(({ dataset, textContent }) => [dataset['kind'], textContent])).toEqual([
      ['output', '<img src=x>redinverse\n'],
      ['error', 'oh no\n'],
      ['info', 'remark\n'],
    ]);
    const spans = [...lines()[0]!.querySelectorAll('span')];
    expect(spans.map(({ className, style }) => [className, style.cssText])).toEqual([
      ['chatwire-terminal-bold chatwire-terminal-color-1', ''],
      ['chatwire-terminal-bold chatwire-terminal-inverse', 'background-color: #010203;'],
    ]);
  });

  it('S2.90: has only what can be seen in the document', async () => {
    const { write } = show(new TerminalBuffer({ maxLines: 1000, maxLineLength: 8 }));
    await write(numbered(1, 5000));
    await until(() => texts().at(-1) === 'line 500 [cut: 1 more]', 'the last one');
    expect(lines().length).toBeLessThan(60);
    expect(document.querySelector('.chatwire-terminal-dropped')?.textContent).toBe(
      '4000 older lines dropped',
    );
  });

  it('S2.37 S2.48 S2.88: follows until the reader scrolls up, and from when he is back', async () => {
    const { write } = show();
    await write(numbered(1, 100));
    expect([log().scrollTop, isFollowing()]).toEqual([100 * LINE, 'true']);
    await scrollTo(50, 100);
    await write(numbered(101, 110));
    expect([isFollowing(), log().scrollTop, texts().includes('line 51')]).toEqual(['false', 50 * LINE, true]);
    button('Follow').click();
    await nextTick();
    expect([isFollowing(), texts().at(-1)]).toEqual(['true', 'line 110']);
    await scrollTo(20, 110);
    await scrollTo(100, 110);
    expect(isFollowing()).toBe('true');
  });

  it('S2.39 S2.40 S2.49: clears, and exports a text file', async () => {
    const saved: [string, Blob][] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      saved.push(['', blob as Blob]);
      return 'blob:one';
    });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved[0]![0] = this.download;
    });
    const { write, buffer } = show();
    await write('\x1b[31mred\x1b[0m\n');
    button('Export').click();
    expect(saved[0]![0]).toMatch(/^terminal-.*\.txt$/);
    expect([saved[0]![1].type, await saved[0]![1].text()]).toEqual(['text/plain;charset=utf-8', 'red\n']);
    button('Clear').click();
    await nextTick();
    expect([texts(), buffer.length]).toEqual([[], 0]);
  });

  it('searches: counts, marks, goes to the next and to the previous', async () => {
    const { write } = show();
    await write(numbered(1, 100));
    await scrollTo(0, 100);
    const input = document.querySelector('input')!;
    const press = (key: string, shiftKey = false) => {
      input.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey }));
      return nextTick();
    };
    const count = () => document.querySelector('.chatwire-terminal-matches')?.textContent;
    const current = () => log().querySelector('mark[data-current]')?.parentElement?.textContent;
    input.value = 'LINE 9';
    input.dispatchEvent(new Event('input'));
    await nextTick();
    expect(count()).toBe('11 found');
    await press('Enter');
    await press('Enter', true);
    expect([count(), current(), log().scrollTop]).toEqual(['11 of 11', 'line 99\n', 98 * LINE - HEIGHT / 2]);
    button('Previous match').click();
    button('Next match').click();
    button('Next match').click();
    await nextTick();
    expect([count(), current()]).toEqual(['1 of 11', 'line 9\n']);
    await press('Escape');
    expect([count(), log().querySelector('mark'), input.value]).toEqual(['', null, '']);
  });

  it('takes other words, a status of its own, and a buffer that Vue has wrapped', async () => {
    const { buffer } = reactive({ buffer: new TerminalBuffer() });
    mount({ buffer, labels: { follow: 'Folgen' } }, { status: () => 'Here' });
    expect(document.querySelector('.chatwire-terminal-toolbar')?.textContent).toMatch(/^Here.*Folgen/);
  });

  it('has no barriers', async () => {
    const { write } = show();
    await write(numbered(1, 20));
    expect(await violations(document.body)).toEqual([]);
  });

  it('W74: a server renders it, without lines', async () => {
    vi.stubGlobal('document', undefined);
    const html = await renderToString(
      createSSRApp({ render: () => h(TerminalView, { buffer: new TerminalBuffer() }) }),
    );
    vi.unstubAllGlobals();
    expect(html).toContain('role="log"');
    expect(html).not.toContain('chatwire-terminal-line"');
  });
});
