// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { ChatProvider } from 'chatwire/react';
import { TerminalView, type TerminalViewProps } from 'chatwire/react/components';
import { TerminalBuffer } from 'chatwire/terminal';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../../support/accessibility.ts';
import { beginAction } from '../../../support/actions.ts';
import { makeFakeClient } from '../../../support/clients.ts';
import { openNetwork } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';

const LINE = 20;
const HEIGHT = 200;

beforeEach(() => {
  // What a browser would lay out.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({ height: LINE } as DOMRect);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const lines = () => [...document.querySelectorAll<HTMLElement>('.chatwire-terminal-line')];
const texts = () => lines().map(({ textContent }) => textContent.replace(/\n$/, ''));
const log = () => screen.getByRole('log');
const button = (name: string) => screen.getByRole('button', { name });
const isFollowing = () => button('Follow').getAttribute('aria-pressed');
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));

/** A view of a buffer; changes show a frame later. */
function show(props: Partial<TerminalViewProps> = {}, buffer = new TerminalBuffer()) {
  const view = render(<TerminalView buffer={buffer} {...props} />);
  const shows = (text: string) => appear(() => log().textContent.includes(text), text);
  const write = async (text: string, kind?: Parameters<TerminalBuffer['write']>[1]) => {
    buffer.write(text, kind);
    await act(() => new Promise((resolve) => setTimeout(resolve, 40)));
  };
  return { ...view, buffer, shows, write };
}

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`).join('');

/** The reader scrolls: to so many lines below the top. */
function scrollTo(rows: number, total: number) {
  const element = log();
  vi.spyOn(element, 'scrollHeight', 'get').mockReturnValue(total * LINE);
  element.scrollTop = rows * LINE;
  fireEvent.scroll(element);
  return act(() => new Promise((resolve) => setTimeout(resolve, 40)));
}

describe('TerminalView', () => {
  it('S2.36 S2.42 S2.77 S2.78 S2.80: shows what a client receives, and how its connection stands', async () => {
    const network = openNetwork();
    const { client } = makeFakeClient({ profile: 'dashboard', reconnect: { initialDelay: 60_000 } }, network);
    void client.connect();
    render(
      <StrictMode>
        <TerminalView client={client} />
      </StrictMode>,
    );
    await appear(() => client.state === 'connected', 'the link');
    for (let n = 1; n <= 100; n++)
      await act(() => network.last.message({ type: 'terminal_output', data: { output: `frame ${n}\n` } }));
    await appear(() => texts().includes('frame 100'), 'the last one');
    const shown = texts().filter((text) => text.startsWith('frame'));
    const first = Number(shown[0]?.slice(6));
    expect(shown).toEqual(shown.map((_, index) => `frame ${first + index}`));
    expect(screen.getByText('Connected', { selector: '[role=status]' })).toBeTruthy();
    await act(() => network.last.end(1012));
    await appear(() => texts().at(-1) === 'Connection lost', 'its line');
    expect(screen.queryByText('Connected', { selector: '[role=status]' })).toBeNull();
  });

  it('S0.2: takes the client of the provider around it', async () => {
    const { client } = makeFakeClient({ profile: 'dashboard' }, openNetwork());
    render(
      <ChatProvider client={client}>
        <TerminalView />
      </ChatProvider>,
    );
    await act(() => client.connect());
    await appear(() => texts().includes('Connected'), 'its line');
  });

  it('S2.41 S2.45 S2.46 S2.47: says of each line what it is', async () => {
    const { buffer, shows } = show();
    buffer.write('done\n');
    buffer.write('oh no\n', 'error');
    buffer.addLine('remark', 'info');
    buffer.addLine('Task t1: running', 'status');
    buffer.addLine('Connected', 'connection');
    await shows('Connected');
    expect(lines().map(({ dataset, textContent }) => [dataset['kind'], textContent])).toEqual([
      ['output', 'done\n'],
      ['error', 'oh no\n'],
      ['info', 'remark\n'],
      ['status', 'Task t1: running\n'],
      ['connection', 'Connected\n'],
    ]);
  });

  it('W83 S2.50: makes text of whatever comes, and only true colours are styles', async () => {
    const { write } = show();
    await write('<img src=x onerror=alert(1)>\x1b[1;31mred\x1b[38;2;1;2;3;7minverse\x1b[0m plain\n');
    expect(log().querySelector('img')).toBeNull();
    expect(texts()).toEqual(['<img src=x onerror=alert(1)>redinverse plain']);
    const spans = [...lines()[0]!.querySelectorAll('span')];
    expect(spans.map(({ className, style }) => [className, style.cssText])).toEqual([
      ['chatwire-terminal-bold chatwire-terminal-color-1', ''],
      ['chatwire-terminal-bold chatwire-terminal-inverse', 'background-color: #010203;'],
    ]);
  });

  it('says of a line that it was cut', async () => {
    const { write } = show({}, new TerminalBuffer({ maxLineLength: 5 }));
    await write('0123456789\n');
    expect(texts()).toEqual(['01234 [cut: 5 more]']);
  });

  it('S2.90 S2.79: has only what can be seen in the document, and commits once per frame', async () => {
    const { buffer } = show({}, new TerminalBuffer({ maxLines: 1000 }));
    let commits = 0;
    const observer = new MutationObserver(() => commits++);
    observer.observe(log(), { childList: true, subtree: true });
    for (let n = 1; n <= 20_000; n++) buffer.write(`line ${n}\n`);
    await appear(() => texts().at(-1) === 'line 20000', 'the last one');
    expect(lines().length).toBeLessThan(60);
    expect(commits).toBeLessThan(5);
    expect(screen.getByText('19000 older lines dropped')).toBeTruthy();
    observer.disconnect();
  });

  it('S2.37 S2.88: keeps the newest lines in sight', async () => {
    const { write } = show();
    await write(numbered(1, 100));
    expect([log().scrollTop, isFollowing()]).toEqual([100 * LINE, 'true']);
    await write(numbered(101, 102));
    expect([log().scrollTop, texts().at(-1)]).toEqual([102 * LINE, 'line 102']);
  });

  it('S2.48 S2.88: stays where the reader scrolled to, until he is back or says so', async () => {
    const { write } = show();
    await write(numbered(1, 100));
    await scrollTo(50, 100);
    expect(isFollowing()).toBe('false');
    await write(numbered(101, 110));
    expect(log().scrollTop).toBe(50 * LINE);
    expect(texts()).toContain('line 51');
    expect(texts()).not.toContain('line 110');

    fireEvent.click(button('Follow'));
    expect([isFollowing(), texts().at(-1)]).toEqual(['true', 'line 110']);

    await scrollTo(20, 110);
    expect([isFollowing(), texts().includes('line 21')]).toEqual(['false', true]);
    await scrollTo(100, 110);
    expect(isFollowing()).toBe('true');
    fireEvent.click(button('Follow'));
    expect(isFollowing()).toBe('false');
  });

  it('S2.88: what the reader sees stays in its place while older lines are dropped', async () => {
    const { write } = show({}, new TerminalBuffer({ maxLines: 100 }));
    await write(numbered(1, 100));
    await scrollTo(50, 100);
    await write(numbered(101, 110));
    expect(log().scrollTop).toBe(40 * LINE);
    expect(texts()).toContain('line 51');
  });

  it('S2.39: clears the view and the buffer', async () => {
    const { write, buffer } = show();
    await write(numbered(1, 100));
    await scrollTo(10, 100);
    fireEvent.click(button('Clear'));
    expect([texts(), buffer.length, isFollowing()]).toEqual([[], 0, 'true']);
  });

  it('S2.40 S2.49: exports the buffer as a text file', async () => {
    const files: { name: string; blob: Blob }[] = [];
    let blob = new Blob();
    vi.spyOn(URL, 'createObjectURL').mockImplementation((given) => {
      blob = given as Blob;
      return 'blob:one';
    });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      files.push({ name: this.download, blob });
    });
    const { write, buffer } = show();
    await write('\x1b[31mred\x1b[0m\nlast\n');
    fireEvent.click(button('Export'));
    expect(files[0]!.name).toMatch(/^terminal-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.txt$/);
    expect(files[0]!.blob.type).toMatch(/^text\/plain/);
    expect(await files[0]!.blob.text()).toBe('red\nlast\n');
    expect(buffer.toText()).toBe('red\nlast\n');
  });

  it('shows what the user does at once while an asynchronous action holds transitions back', async () => {
    const { buffer, shows } = show();
    buffer.write(numbered(1, 100));
    await shows('line 100');
    const endAction = beginAction();
    const search = screen.getByRole<HTMLInputElement>('searchbox');
    fireEvent.change(search, { target: { value: 'line' } });
    expect(search.value).toBe('line');
    fireEvent.click(button('Follow'));
    expect(isFollowing()).toBe('false');
    await scrollTo(10, 100);
    expect(texts()).toContain('line 11');
    fireEvent.click(button('Clear'));
    expect(lines()).toEqual([]);
    await endAction();
  });

  it('searches: counts, marks, goes to the next and to the previous', async () => {
    const { write } = show();
    await write(numbered(1, 100));
    await scrollTo(0, 100);
    const input = screen.getByRole('searchbox');
    fireEvent.change(input, { target: { value: 'LINE 9' } });
    const count = within(screen.getByRole('search')).getByRole('status');
    expect(count.textContent).toBe('11 found');
    expect([...log().querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['line 9']);

    fireEvent.keyDown(input, { key: 'Enter' });
    expect(count.textContent).toBe('1 of 11');
    fireEvent.keyDown(input, { key: 'Enter', shiftKey: true });
    expect(count.textContent).toBe('11 of 11');
    const current = () => log().querySelector('mark[data-current]')?.parentElement?.textContent;
    expect(current()).toBe('line 99\n');
    expect(log().scrollTop).toBe(98 * LINE - HEIGHT / 2);
    fireEvent.click(button('Next match'));
    fireEvent.click(button('Next match'));
    expect([count.textContent, current()]).toEqual(['2 of 11', 'line 90\n']);

    await write('line 9000\n');
    expect(count.textContent).toBe('2 of 12');
    fireEvent.keyDown(input, { key: 'Escape' });
    expect([count.textContent, log().querySelector('mark')]).toEqual(['', null]);
    expect(button('Next match')).toHaveProperty('disabled', true);
  });

  it('has a name, can be reached by the keyboard, and reads no flood aloud', async () => {
    const { write } = show();
    expect([log().getAttribute('aria-label'), log().tabIndex]).toEqual(['Terminal output', 0]);
    await write('a line\n');
    expect(log().getAttribute('aria-live')).toBe('polite');
    await write(numbered(1, 100));
    expect(log().getAttribute('aria-live')).toBe('off');
    await write('a line\n');
    expect(log().getAttribute('aria-live')).toBe('polite');
  });

  it('has no barriers', async () => {
    const { write, container } = show();
    await write(numbered(1, 20));
    expect(await violations(container)).toEqual([]);
  });

  it('takes other words, another file name and another status', () => {
    show({ labels: { follow: 'Folgen', dropped: (count) => `${count} weg` }, status: <b>Here</b> });
    expect([button('Folgen').textContent, screen.getByText('Here').tagName]).toEqual(['Folgen', 'B']);
  });

  it('shows another buffer when it is given one', async () => {
    const [one, two] = [new TerminalBuffer(), new TerminalBuffer()];
    one.write('one\n');
    two.write('two\n');
    const { rerender } = render(<TerminalView buffer={one} />);
    await appear(() => texts().join() === 'one', 'the first');
    rerender(<TerminalView buffer={two} />);
    await appear(() => texts().join() === 'two', 'the second');
  });

  it('W74: a server renders it, without lines', () => {
    const html = renderToString(<TerminalView buffer={new TerminalBuffer()} />);
    expect(html).toContain('role="log"');
    expect(html).not.toContain('chatwire-terminal-line"');
  });
});
