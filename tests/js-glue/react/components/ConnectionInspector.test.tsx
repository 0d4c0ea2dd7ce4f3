// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { createChatClient, type ChatClient } from 'chatwire';
import { ChatProvider } from 'chatwire/react';
import { ConnectionInspector, FrameLog } from 'chatwire/react/components';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../../support/accessibility.ts';
import { fakeNetwork } from '../../../support/fakeWebSocket.ts';

const url = 'ws://server.test';
const clients: ChatClient[] = [];
const appear = (condition: () => boolean, what: string) =>
  waitFor(() => expect(condition(), what).toBe(true), { timeout: 10_000 });
const table = () => screen.getByRole('table');
const frames = () => within(table()).queryAllByRole('button');
const texts = () => frames().map((frame) => frame.textContent);
const toggle = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const scroller = () => document.querySelector<HTMLElement>('.chatwire-inspector-scroller')!;
const figure = (name: string) => document.querySelector(`[data-figure="${name}"]`)?.textContent;

/** Nothing is laid out here: rows are taken to be 24 pixels high. */
function scrollTo(top: number): void {
  const scrollHeight = 24 * Number(table().getAttribute('aria-rowcount'));
  const scrollTop = Math.min(top, scrollHeight - 400);
  for (const [name, value] of Object.entries({ scrollTop, scrollHeight, clientHeight: 400 }))
    Object.defineProperty(scroller(), name, { value, configurable: true, writable: true });
  fireEvent.scroll(scroller());
}

async function connected() {
  const network = fakeNetwork((socket) => void socket.open());
  const client = createChatClient({ url, WebSocket: network.WebSocket, profile: 'autobot' });
  clients.push(client);
  await client.connect();
  return { client, network };
}

afterEach(() => {
  cleanup();
  for (const client of clients.splice(0)) client.destroy();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('ConnectionInspector', () => {
  it('W90: shows every frame in and out, pings too, with its time, way and size', async () => {
    const { client, network } = await connected();
    render(<ConnectionInspector client={client} />);
    expect(texts()).toEqual([]);
    client.send('user_message', { message: 'Hé' });
    await network.last.message({ type: 'ping', payload: {} });
    await appear(() => frames().length === 3, 'the frames');
    const sent = network.last.sent.map(String);
    expect(texts().sort()).toEqual([...sent, '{"type":"ping","payload":{}}'].sort());
    const cells = within(table()).getAllByRole('row')[1]!.querySelectorAll('td');
    expect(cells[0]!.textContent).toMatch(/^\+\d+(\.\d+)? s$/);
    expect(cells[1]!.textContent).toBe('out');
    expect(cells[2]!.textContent).toBe(`${new TextEncoder().encode(sent[0]).length} B`);
  });

  it('unfolds a frame, JSON indented, and shows bytes as such', async () => {
    const { client, network } = await connected();
    render(<ConnectionInspector client={client} />);
    await network.last.message({ type: 'x', payload: { a: 1 } });
    await network.last.message('no JSON');
    await network.last.message(new Uint8Array([1, 255]).buffer);
    await appear(() => frames().length === 3, 'the frames');
    for (const frame of frames()) fireEvent.click(frame);
    expect([...table().querySelectorAll('pre')].map((each) => each.textContent)).toEqual([
      '{\n  "type": "x",\n  "payload": {\n    "a": 1\n  }\n}',
      'no JSON',
      '01 ff',
    ]);
    expect(texts()[2]).toBe('binary: 01 ff');
    expect(frames()[0]!.getAttribute('aria-expanded')).toBe('true');
    fireEvent.click(frames()[0]!);
    expect(table().querySelectorAll('pre')).toHaveLength(2);
  });

  it('filters by text and by direction', async () => {
    const { client, network } = await connected();
    render(<ConnectionInspector client={client} />);
    client.sendText('Alpha out');
    await network.last.message('alpha in');
    await network.last.message('beta in');
    await appear(() => frames().length === 3, 'the frames');
    fireEvent.change(screen.getByLabelText('Filter frames by text'), { target: { value: 'ALPHA' } });
    expect(texts()).toEqual(['Alpha out', 'alpha in']);
    fireEvent.change(screen.getByLabelText('Direction'), { target: { value: 'in' } });
    expect(texts()).toEqual(['alpha in']);
    expect(screen.getByText('1 of 3')).toBeTruthy();
  });

  it('stands still while paused, says how much is newer, and goes on; forgets when cleared', async () => {
    const { client, network } = await connected();
    render(<ConnectionInspector client={client} />);
    await network.last.message('one');
    await appear(() => frames().length === 1, 'the first');
    toggle('Pause');
    await network.last.message('two');
    await appear(() => screen.queryByText('1 of 1, 1 newer') !== null, 'the count');
    expect(texts()).toEqual(['one']);
    toggle('Pause');
    expect(texts()).toEqual(['one', 'two']);
    toggle('Clear');
    expect(texts()).toEqual([]);
  });

  it('has only the rows in sight in the document, the newest at first, and tells a screen reader of all', async () => {
    const { client, network } = await connected();
    render(<ConnectionInspector client={client} />);
    await Promise.all(Array.from({ length: 300 }, (_, n) => network.last.message(`frame ${n}`)));
    await appear(() => texts().at(-1) === 'frame 299', 'the last');
    expect(frames().length).toBeLessThan(60);
    expect(screen.getByText('300 of 300')).toBeTruthy();
    expect(table().getAttribute('aria-rowcount')).toBe('301');
    expect(frames().at(-1)!.closest('tr')!.getAttribute('aria-rowindex')).toBe('301');

    frames().at(-1)!.focus();
    scrollTo(0);
    expect([texts()[0], frames()[0]!.closest('tr')!.getAttribute('aria-rowindex')]).toEqual(['frame 0', '2']);
    expect(document.activeElement).toBe(scroller());
    scrollTo(100 * 24);
    expect(texts()).toContain('frame 100');
    expect(texts()).not.toContain('frame 0');
  });

  it('keeps what is unfolded, also while it is out of sight', async () => {
    const { client, network } = await connected();
    render(<ConnectionInspector client={client} />);
    await Promise.all(Array.from({ length: 300 }, (_, n) => network.last.message(`frame ${n}`)));
    await appear(() => texts().at(-1) === 'frame 299', 'the last');
    fireEvent.click(frames().at(-1)!);
    scrollTo(0);
    expect(table().querySelector('pre')).toBeNull();
    scrollTo(Infinity);
    expect(table().querySelector('pre')?.textContent).toBe('frame 299');
  });

  it('says all in the words that it is given', async () => {
    const { client, network } = await connected();
    render(
      <ConnectionInspector
        client={client}
        labels={{
          frames: 'Rahmen',
          pause: 'Halt',
          way: { in: 'ein', out: 'aus' },
          status: { retryNow: 'Jetzt' },
        }}
      />,
    );
    await network.last.message('one');
    await appear(() => frames().length === 1, 'the frame');
    expect(screen.getByRole('heading', { name: 'Rahmen' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Halt' })).toBeTruthy();
    expect(within(table()).getByText('ein')).toBeTruthy();
  });

  it('shows what a log recorded before it was opened', async () => {
    const { client, network } = await connected();
    const log = new FrameLog(client);
    const stop = log.start();
    await network.last.message('early');
    const { unmount } = render(<ConnectionInspector client={client} log={log} />);
    await appear(() => texts().includes('early'), 'the frame');
    unmount();
    await network.last.message('later');
    await appear(() => log.getFrames().length === 2, 'the log to go on');
    stop();
  });

  it("shows the provider's client: its states, what happened to it, and its counters once a second", async () => {
    const { client, network } = await connected();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    render(
      <ChatProvider client={client}>
        <ConnectionInspector />
      </ChatProvider>,
    );
    client.subscribe('*', () => {});
    await network.last.message({ type: 'x' });
    await network.last.message({ type: 'x' });
    act(() => void vi.advanceTimersByTime(1000));
    expect(figure('received')).toBe('2');
    expect(screen.getByRole('img', { name: /^Throughput.*: 2\/s in, 0\/s out/ })).toBeTruthy();
    expect(screen.getByRole('img', { name: /^Round trip.*: not measured/ })).toBeTruthy();
    act(() => void vi.advanceTimersByTime(1000));
    expect(document.querySelector('[data-line=in]')?.getAttribute('d')).toMatch(/^M.+L/);

    await act(async () => client.disconnect(1000, 'enough'));
    await appear(() => client.state === 'closed', 'the end');
    const events = () =>
      within(screen.getByRole('list', { name: /^What happened/ })).getAllByRole('listitem');
    act(() => void vi.advanceTimersByTime(1000));
    const words = events().map((event) => event.querySelector('span')?.textContent);
    expect(words).toEqual(
      expect.arrayContaining([
        'idle → connecting',
        'connecting → connected',
        'open',
        expect.stringMatching(/^close 1000/),
      ]),
    );
    const strip = [...document.querySelectorAll<HTMLElement>('.chatwire-inspector-strip span')];
    expect(strip.map((each) => each.dataset['state'])).toEqual([
      'connecting',
      'connected',
      ...strip.slice(2).map((each) => each.dataset['state']),
    ]);
    expect(strip.at(-1)!.dataset['state']).toBe('closed');
  });

  it('hands everything out as a file', async () => {
    const { client, network } = await connected();
    const blobs: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      blobs.push(blob as Blob);
      return 'blob:report';
    });
    const revoke = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {});
    const links: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      links.push(`${this.href} ${this.download}`);
    });
    render(<ConnectionInspector client={client} />);
    await network.last.message('text');
    await network.last.message(new Uint8Array([7]).buffer);
    await appear(() => frames().length === 2, 'the frames');
    fireEvent.change(screen.getByLabelText('Filter frames by text'), { target: { value: 'nothing' } });
    toggle('Export');
    expect(links[0]).toMatch(/^blob:report chatwire-autobot-[\dTZ.-]+\.json$/);
    expect(revoke).toHaveBeenCalledWith('blob:report');
    const report = JSON.parse(await blobs[0]!.text()) as Record<string, any>;
    expect(report).toMatchObject({ profile: 'autobot', state: 'connected', stats: { connects: 1 } });
    expect(report['frames']).toMatchObject([
      { direction: 'in', text: 'text' },
      { direction: 'in', bytes: [7] },
    ]);
    expect(report['trace']).toEqual(JSON.parse(JSON.stringify(client.trace())));
  });

  it('costs nothing when it is closed: no tap, no timer, also after StrictMode', async () => {
    const { client } = await connected();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let taps = 0;
    const tap = client.tap.bind(client);
    vi.spyOn(client, 'tap').mockImplementation((listener) => {
      taps++;
      const stop = tap(listener);
      return () => {
        taps--;
        stop();
      };
    });
    const { unmount } = render(
      <StrictMode>
        <ConnectionInspector client={client} />
      </StrictMode>,
    );
    expect([taps, vi.getTimerCount()]).toEqual([1, 1]);
    unmount();
    expect([taps, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('has nothing that axe-core minds, and renders on a server', async () => {
    const { client, network } = await connected();
    const { container } = render(<ConnectionInspector client={client} />);
    await network.last.message('text');
    await appear(() => frames().length === 1, 'the frame');
    fireEvent.click(frames()[0]!);
    expect(await violations(container)).toEqual([]);
    const complaints = vi.spyOn(console, 'error');
    const fresh = createChatClient({ url });
    expect(renderToString(<ConnectionInspector client={fresh} />)).toContain('No frames');
    expect(complaints).not.toHaveBeenCalled();
  });
});
