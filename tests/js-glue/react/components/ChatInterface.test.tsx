// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { ChatInterface } from 'chatwire/react/components';
import type { ChatMessage, Workflow } from 'chatwire/stores';
import { Profiler, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../../support/accessibility.ts';
import { message, scriptedStore, session } from '../../../support/chatStore.ts';

const field = () => screen.getByLabelText<HTMLTextAreaElement>('Message');
const sendButton = () => screen.getByRole('button', { name: 'Send' });
const write = (value: string) => fireEvent.change(field(), { target: { value } });
const rows = () => [...document.querySelectorAll<HTMLElement>('.chatwire-chat-message')];
const texts = () => rows().map((row) => row.querySelector('.chatwire-chat-bubble')?.textContent);
const announced = () => document.querySelector('[aria-live=polite]')?.textContent;

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('ChatInterface: the conversation', () => {
  it('S0.33: shows what was said, by whom, and what comes as soon as the store has it', () => {
    const { store, say } = scriptedStore(session({ messages: [message({ role: 'user', text: 'Hi' })] }));
    render(<ChatInterface store={store} />);
    act(() => say(message({ text: 'Hello' }), message({ text: 'How are you?' })));
    expect(texts()).toEqual(['Hi', 'Hello', 'How are you?']);
    expect(rows().map((row) => row.getAttribute('aria-label'))).toEqual(['You', 'Assistant', 'Assistant']);
    const log = screen.getByRole('log', { name: 'Conversation' });
    expect(within(log).getAllByRole('article')).toHaveLength(3);
  });

  it('groups what somebody says in a row', () => {
    const roles = ['user', 'assistant', 'assistant', 'user'] as const;
    const { store } = scriptedStore(session({ messages: roles.map((role) => message({ role })) }));
    render(<ChatInterface store={store} />);
    const authors = rows().map((row) => row.querySelector('.chatwire-chat-author')?.textContent);
    expect(authors).toEqual(['You', 'Assistant', undefined, 'You']);
  });

  it('shows the current session, and another one when that is chosen', () => {
    const first = session({ id: 's1', messages: [message({ text: 'one' })] });
    const second = session({ id: 's2', messages: [message({ text: 'two' })] });
    const { store } = scriptedStore(first, { sessions: [first, second] });
    render(<ChatInterface store={store} />);
    expect(texts()).toEqual(['one']);
    act(() => store.setState({ currentSessionId: 's2' }));
    expect(texts()).toEqual(['two']);
    expect(announced()).toBe('');
    act(() => store.setState({ currentSessionId: null }));
    expect(texts()).toEqual([]);
  });

  it("shows the application's own words where nothing was said yet", () => {
    const { store, say } = scriptedStore();
    render(<ChatInterface store={store} emptyState={<h2>Ask away</h2>} placeholder="Ask" />);
    expect(screen.getByRole('heading', { name: 'Ask away' })).toBeTruthy();
    expect(field().placeholder).toBe('Ask');
    act(() => say(message()));
    expect(screen.queryByRole('heading')).toBeNull();
  });

  it('S0.35: shows the typing indicator between typing_start and typing_stop only', () => {
    const { store, change } = scriptedStore(session({ messages: [message({ role: 'user' })] }));
    render(<ChatInterface store={store} />);
    const indicator = () => screen.queryByText('Assistant is typing');
    expect(indicator()).toBeNull();
    act(() => change({ isTyping: true }));
    expect(indicator()).toBeTruthy();
    act(() => change({ isTyping: false }));
    expect(indicator()).toBeNull();
  });

  it('S10: shows markup as the text that it is', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const call = { id: 'c', name: hostile, arguments: hostile, result: hostile, status: 'done' } as const;
    const messages = (['user', 'assistant', 'system', 'tool'] as const).map((role) =>
      message({ role, text: hostile, error: hostile, status: 'failed', toolCalls: [call] }),
    );
    const { store } = scriptedStore(session({ messages }));
    render(<ChatInterface store={store} />);
    expect(texts()).toEqual([hostile, hostile, hostile, hostile]);
    expect(document.querySelector('img')).toBeNull();
  });

  it("draws texts with the application's function, and what it knows of a finished answer", () => {
    const messages = [
      message({ text: '**bold**', details: { model: 'm-1' } }),
      message({ text: 'more', status: 'streaming', details: { model: 'm-2' } }),
    ];
    const { store } = scriptedStore(session({ messages }));
    render(
      <ChatInterface
        store={store}
        renderText={(text) => <strong>{text.replaceAll('*', '')}</strong>}
        renderDetails={({ details }) => <i>{String(details?.['model'])}</i>}
      />,
    );
    expect([...document.querySelectorAll('strong')].map((each) => each.textContent)).toEqual([
      'bold',
      'more',
    ]);
    expect([...document.querySelectorAll('i')].map((each) => each.textContent)).toEqual(['m-1']);
  });

  it('copies an answer', async () => {
    vi.useFakeTimers();
    const writeText = vi.fn(async () => {});
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue({ writeText } as never);
    const { store } = scriptedStore(session({ messages: [message({ text: 'the answer' })] }));
    render(<ChatInterface store={store} />);
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy' })));
    expect(writeText).toHaveBeenCalledWith('the answer');
    expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy();
    act(() => void vi.advanceTimersByTime(2000));
    expect(screen.getByRole('button', { name: 'Copy' })).toBeTruthy();
  });
});

describe('ChatInterface: messages on their way', () => {
  it.each([
    ['queued', 'Queued'],
    ['sent', 'Sent'],
    ['answered', 'Answered'],
  ] as const)('shows where a message of the user stands: %s', (status, words) => {
    const { store } = scriptedStore(session({ messages: [message({ role: 'user', status })] }));
    render(<ChatInterface store={store} />);
    expect(rows()[0]!.dataset['status']).toBe(status);
    expect(rows()[0]!.querySelector('footer')?.textContent).toContain(words);
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it.each(['user', 'assistant'] as const)('says why one of the %s failed, and tries again', (role) => {
    const failed = message({ id: 'bad', role, status: 'failed', error: 'Ask less' });
    const { store, actions } = scriptedStore(session({ messages: [failed] }));
    render(<ChatInterface store={store} />);
    expect(rows()[0]!.textContent).toContain('Ask less');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(actions.retryMessage.mock.calls).toEqual([['bad']]);
  });

  it('shows tools that are used, what they were given and what they gave, folded', () => {
    const calls = [
      { id: 'a', name: 'search', arguments: { query: 'x' }, status: 'running' },
      { id: 'b', name: 'calculate', arguments: '1+1', result: '2', status: 'done' },
    ] as const;
    const { store } = scriptedStore(session({ messages: [message({ toolCalls: calls })] }));
    render(<ChatInterface store={store} />);
    const tools = [...document.querySelectorAll('details')];
    expect(tools.map((tool) => [tool.dataset['status'], tool.open])).toEqual([
      ['running', false],
      ['done', false],
    ]);
    expect(tools[0]!.textContent).toBe('searchrunningArguments{\n  "query": "x"\n}');
    expect(tools[1]!.textContent).toBe('calculatedoneArguments1+1Result2');
  });

  it('shows the workflow that a message stands for, follows it, and tells the store what the user wants', () => {
    const workflow: Workflow = {
      ...{ id: 'w1', goal: 'Deploy', thought: '', steps: [], current: 0, status: 'running', summary: '' },
      approval: { description: 'Really?' },
    };
    const { store, actions, change } = scriptedStore(
      session({ messages: [message({ text: 'Deploy', workflowId: 'w1' })], workflows: [workflow] }),
    );
    render(<ChatInterface store={store} labels={{ workflow: { approve: 'Go' } }} />);
    expect(screen.getAllByText('Deploy')).toHaveLength(1);
    for (const name of ['Go', 'Deny', 'Cancel']) fireEvent.click(screen.getByRole('button', { name }));
    expect(actions.approveWorkflow.mock.calls).toEqual([
      ['w1', true],
      ['w1', false],
    ]);
    expect(actions.cancelWorkflow.mock.calls).toEqual([['w1']]);
    act(() => change({ workflows: [{ ...workflow, status: 'completed' }] }));
    expect(screen.getByRole('article', { name: 'Workflow: Deploy' }).dataset['status']).toBe('completed');
    act(() => change({ workflows: [] }));
    expect(screen.queryByRole('article', { name: 'Workflow: Deploy' })).toBeNull();
  });
});

describe('ChatInterface: while an answer streams in', () => {
  it.each([
    [1000, 50],
    [50, 1000],
  ])('draws only that one again: %i deltas below %i messages', (deltas, others) => {
    const drawn = new Map<string, number>();
    const renderText = (text: string, { id }: ChatMessage) => {
      drawn.set(id, (drawn.get(id) ?? 0) + 1);
      return text;
    };
    const messages = Array.from({ length: others }, (_, n) => message({ text: `${n}` }));
    const { store, say, changeLast } = scriptedStore(session({ messages }));
    let commits = 0;
    render(
      <Profiler id="chat" onRender={() => (commits += 1)}>
        <ChatInterface store={store} renderText={renderText} />
      </Profiler>,
    );
    act(() => say(message({ id: 'live', text: '', status: 'streaming' })));
    drawn.clear();
    commits = 0;
    for (let n = 1; n <= deltas; n++) act(() => changeLast({ text: 'word '.repeat(n) }));
    expect([...drawn]).toEqual([['live', deltas]]);
    expect(commits).toBe(deltas);
    expect(texts().at(-1)).toBe('word '.repeat(deltas));

    act(() => changeLast({ status: 'done', text: 'All of it' }));
    expect([...drawn]).toEqual([['live', deltas + 1]]);
    expect(texts().at(-1)).toBe('All of it');
  });

  it('keeps what the reader unfolded', () => {
    const call = { id: 'a', name: 'search', status: 'running' } as const;
    const { store, changeLast } = scriptedStore(
      session({ messages: [message({ status: 'streaming', toolCalls: [call] })] }),
    );
    render(<ChatInterface store={store} />);
    document.querySelector('details')!.open = true;
    act(() => changeLast({ text: 'more', toolCalls: [{ ...call, status: 'done', result: '42' }] }));
    act(() => changeLast({ status: 'done' }));
    const tool = document.querySelector('details')!;
    expect([tool.open, tool.dataset['status'], tool.textContent]).toEqual([
      true,
      'done',
      'searchdoneResult42',
    ]);
  });

  it('tells a screen reader the answer once it is whole, and failures, but not what was there before', () => {
    const { store, say, changeLast } = scriptedStore(session({ messages: [message({ text: 'old' })] }));
    render(<ChatInterface store={store} />);
    act(() => say(message({ role: 'user', status: 'sent' }), message({ status: 'streaming', text: 'Wo' })));
    act(() => changeLast({ text: 'World' }));
    expect(announced()).toBe('');
    expect(rows().at(-1)!.getAttribute('aria-busy')).toBe('true');
    act(() => changeLast({ text: 'World', status: 'done' }));
    expect(announced()).toBe('Assistant: World');
    act(() => say(message({ role: 'user', status: 'failed', error: 'Too long' })));
    expect(announced()).toBe('You: Not sent. Too long');
    act(() => say(message({ status: 'failed' })));
    expect(announced()).toBe('Assistant: Ended early. ');
  });

  it('knows a conversation again that the server has given another id', () => {
    const { store, say } = scriptedStore(session({ messages: [message({ role: 'user' })] }));
    render(<ChatInterface store={store} />);
    act(() => {
      const [local] = store.getState().sessions;
      store.setState({ sessions: [{ ...local!, id: 'theirs' }], currentSessionId: 'theirs' });
    });
    act(() => say(message({ text: 'Hello' })));
    expect(announced()).toBe('Assistant: Hello');
  });
});

describe('ChatInterface: the end', () => {
  const observers = new Set<() => void>();
  /** happy-dom lays nothing out: the test says how high things are. */
  function layOut(height: { content: number }) {
    vi.stubGlobal(
      'ResizeObserver',
      class {
        readonly #look: () => void;
        constructor(look: () => void) {
          this.#look = look;
        }
        observe() {
          observers.add(this.#look);
        }
        disconnect() {
          observers.delete(this.#look);
        }
      },
    );
    const log = HTMLElement.prototype;
    vi.spyOn(log, 'scrollHeight', 'get').mockImplementation(() => height.content);
    vi.spyOn(log, 'clientHeight', 'get').mockReturnValue(100);
  }
  const log = () => screen.getByRole('log');
  const grow = () => {
    act(() => observers.forEach((look) => look()));
    fireEvent.scroll(log());
  };
  const scrollTo = (top: number) => {
    log().scrollTop = top;
    fireEvent.scroll(log());
  };

  afterEach(() => {
    vi.unstubAllGlobals();
    observers.clear();
  });

  it('stays in sight while content grows, until the reader scrolls up, and again when they want', () => {
    const height = { content: 500 };
    layOut(height);
    const { store } = scriptedStore();
    const { unmount } = render(<ChatInterface store={store} />);
    grow();
    expect(log().scrollTop).toBe(500);
    expect(screen.queryByRole('button', { name: 'Jump to latest' })).toBeNull();

    scrollTo(200);
    height.content = 900;
    grow();
    expect(log().scrollTop).toBe(200);
    fireEvent.click(screen.getByRole('button', { name: 'Jump to latest' }));
    expect(log().scrollTop).toBe(900);
    expect(screen.queryByRole('button', { name: 'Jump to latest' })).toBeNull();
    unmount();
    expect(observers.size).toBe(0);
  });

  it('is where the reader goes who says something', () => {
    const height = { content: 500 };
    layOut(height);
    const { store } = scriptedStore();
    render(<ChatInterface store={store} />);
    grow();
    scrollTo(100);
    write('Hi');
    fireEvent.click(sendButton());
    expect(log().scrollTop).toBe(500);
  });
});

describe('ChatInterface: the composer', () => {
  it('sends with Enter and with the button, trimmed, and is empty then', () => {
    const { store, actions } = scriptedStore();
    render(<ChatInterface store={store} />);
    write(' one ');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(field().value).toBe('');
    write('two');
    fireEvent.click(sendButton());
    expect(actions.sendMessage.mock.calls).toEqual([['one'], ['two']]);
    expect(document.activeElement).toBe(field());
  });

  it.each([
    ['Shift+Enter breaks the line', { shiftKey: true }],
    ['an Enter of an input method ends a word', { isComposing: true }],
    ['the same as Safari says it', { keyCode: 229 }],
  ])('%s', (_, init) => {
    const { store, actions } = scriptedStore();
    render(<ChatInterface store={store} />);
    write('日本');
    fireEvent.keyDown(field(), { key: 'Enter', ...init });
    expect(field().value).toBe('日本');
    expect(actions.sendMessage).not.toHaveBeenCalled();
  });

  it('sends no empty message', () => {
    const { store, actions } = scriptedStore();
    render(<ChatInterface store={store} />);
    write(' \n ');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(sendButton().getAttribute('aria-disabled')).toBe('true');
    expect(actions.sendMessage).not.toHaveBeenCalled();
  });

  it('says why nothing can be sent, and keeps what was written', () => {
    const { store, actions } = scriptedStore(session(), { isBound: false });
    const { rerender } = render(<ChatInterface store={store} />);
    const reason = () => document.getElementById(field().getAttribute('aria-describedby') ?? '')?.textContent;
    write('Hi');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(reason()).toBe('The chat is not ready yet.');
    act(() => store.setState({ isBound: true }));
    expect(reason()).toBeUndefined();
    rerender(<ChatInterface store={store} disabledReason="Sign in first" />);
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(reason()).toBe('Sign in first');
    expect([field().value, actions.sendMessage.mock.calls]).toEqual(['Hi', []]);
  });

  it('hands what was written to the application where that wants it', () => {
    const { store, actions } = scriptedStore();
    const onSend = vi.fn();
    render(<ChatInterface store={store} onSend={onSend} />);
    write('Hi');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onSend.mock.calls).toEqual([['Hi']]);
    expect(actions.sendMessage).not.toHaveBeenCalled();
  });

  describe('tells the other side that the user types', () => {
    const typing = (actions: ReturnType<typeof scriptedStore>['actions']) =>
      actions.setTyping.mock.calls.map(([isTyping]) => isTyping);

    it('now and then while it goes on, and when it is over', () => {
      vi.useFakeTimers();
      const { store, actions } = scriptedStore();
      render(<ChatInterface store={store} />);
      for (let second = 0; second < 4; second++) {
        write(`${second}`);
        vi.advanceTimersByTime(1000);
      }
      expect(typing(actions)).toEqual([true, true]);
      vi.advanceTimersByTime(4000);
      expect(typing(actions)).toEqual([true, true, false]);
    });

    it.each([
      ['when they send', () => fireEvent.keyDown(field(), { key: 'Enter' })],
      ['when they take it back', () => write('')],
      ['when they leave the field', () => fireEvent.blur(field())],
      ['when the component goes', cleanup],
    ])('and that it is over %s, once', (_, end) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const { store, actions } = scriptedStore();
      render(<ChatInterface store={store} />);
      write('Hi');
      end();
      vi.advanceTimersByTime(10_000);
      expect(typing(actions)).toEqual([true, false]);
      cleanup();
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});

describe('ChatInterface: where it is', () => {
  const everything = () =>
    session({
      messages: [
        message({ role: 'user', status: 'failed', error: 'Too long' }),
        message({
          toolCalls: [{ id: 'a', name: 'search', arguments: {}, result: '1', status: 'done' }],
        }),
        message({ status: 'streaming' }),
        message({ text: '', workflowId: 'w1' }),
      ],
      workflows: [
        { id: 'w1', goal: 'Deploy', thought: '', steps: [], current: 0, status: 'running', summary: '' },
      ],
      isTyping: true,
    });

  it('has nothing that axe-core minds', async () => {
    const { store } = scriptedStore(everything(), { isBound: false });
    const { container } = render(<ChatInterface store={store} />);
    expect(await violations(container)).toEqual([]);
  });

  it('renders on a server', () => {
    const complaints = vi.spyOn(console, 'error');
    const { store } = scriptedStore(everything());
    expect(renderToString(<ChatInterface store={store} />)).toContain('Too long');
    expect(complaints).not.toHaveBeenCalled();
  });

  it('lives under StrictMode, and leaves no listener behind', () => {
    const { store, say } = scriptedStore(everything());
    let listeners = 0;
    const { unmount } = render(
      <StrictMode>
        <ChatInterface
          store={{
            ...store,
            subscribe: (listener) => {
              listeners++;
              const stop = store.subscribe(listener);
              return () => {
                listeners--;
                stop();
              };
            },
          }}
        />
      </StrictMode>,
    );
    act(() => say(message({ text: 'Last' })));
    expect(texts().at(-1)).toBe('Last');
    expect(listeners).toBeGreaterThan(0);
    unmount();
    expect(listeners).toBe(0);
  });
});
