import { bindChatStore, createChatStore, type PersistOptions, type StorageLike } from 'chatwire/stores';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { until } from '../../support/until.ts';
import { boundChatStore, currentOf, messageOf, shown } from './boundStores.ts';

/** A storage for one test. */
function memory(content?: string): StorageLike & { text: string | null; writes: number } {
  return {
    text: content ?? null,
    writes: 0,
    getItem() {
      return this.text;
    },
    setItem(_, value) {
      this.text = value;
      this.writes++;
    },
    removeItem() {
      this.text = null;
      this.writes++;
    },
  };
}

const keep = (storage: StorageLike, more: Partial<PersistOptions> = {}) => ({
  persist: { key: 'chats', storage, delay: 5, ...more },
});

const chunk = (message_id: string, index: number, delta: string) => ({
  type: 'llm_response_chunk',
  payload: { stream_id: 's', index, delta, message_id },
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a chat store that outlives its page', () => {
  it('writes nothing unless it is asked to, and then not for every change', async () => {
    const storage = memory();
    vi.stubGlobal('localStorage', storage);
    createChatStore().getState().createSession('Secret');
    await shown();
    expect(storage.writes).toBe(0);
    const store = createChatStore({ persist: { key: 'chats', delay: 30 } });
    for (const title of ['One', 'Two', 'Three']) store.getState().createSession(title);
    expect(storage.writes).toBe(0);
    await until(() => storage.writes > 0, 'the write');
    expect(storage.writes).toBe(1);
    const again = createChatStore({ persist: { key: 'chats' } });
    expect(again.getState().sessions.map(({ title }) => title)).toEqual(['One', 'Two', 'Three']);
    expect(currentOf(again).title).toBe('Three');
    // A page that a server rendered knows nothing of it.
    expect(again.getInitialState().sessions).toEqual([]);
  });

  it('writes at once when the page is left', () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    const storage = memory();
    const store = createChatStore(keep(storage, { delay: 10_000 }));
    store.getState().createSession('Last');
    page.dispatchEvent(new Event('pagehide'));
    expect(storage.text).toContain('Last');
    page.dispatchEvent(new Event('pagehide'));
    expect(storage.writes).toBe(1);
  });

  it('calls nothing under way that was left so, and goes on where the server does', async () => {
    const storage = memory();
    const before = await boundChatStore({ profile: 'autobot', store: keep(storage) });
    const first = before.store.getState().sendMessage('First?');
    await shown();
    await before.says(chunk(first, 0, 'One '), chunk(first, 1, 'two '));
    await before.says({
      type: 'goal_received',
      payload: { goal: 'Deploy', workflow_id: 'w', message_id: 'other' },
    });
    const second = before.store.getState().sendMessage('Second?');
    await until(() => storage.text?.includes('Second?') === true, 'the write');
    before.client.destroy();

    const store = createChatStore(keep(storage));
    const statuses = () => currentOf(store).messages.map(({ text, status }) => [text, status]);
    expect(statuses()).toEqual([
      ['First?', expect.stringMatching(/sent|answered/)],
      ['One two ', 'failed'],
      ['Deploy', 'failed'],
      ['Second?', 'failed'],
    ]);
    expect(currentOf(store).workflows).toMatchObject([{ id: 'w', status: 'lost' }]);
    expect(messageOf(store, second).error).toContain('Send the message again');

    const after = await boundChatStore({ profile: 'autobot' });
    bindChatStore(after.client, store);
    for (const [index, delta] of ['One ', 'two ', 'three'].entries())
      await after.says(chunk(first, index, delta));
    await after.says({ type: 'goal_received', payload: { goal: 'Deploy', workflow_id: 'w' } });
    await after.says({ type: 'llm_response', payload: { response: 'Yes', message_id: second } });
    expect(statuses().slice(1)).toEqual([
      ['One two three', 'streaming'],
      ['Deploy', 'streaming'],
      ['Second?', 'answered'],
      ['Yes', 'done'],
    ]);
    expect(currentOf(store).workflows).toMatchObject([{ status: 'running' }]);
  });

  it('keeps the newest messages', async () => {
    const storage = memory();
    const store = createChatStore(keep(storage, { maxMessages: 2 }));
    for (const text of ['1', '2', '3'])
      store.getState().apply({ kind: 'message', role: 'system', text, sessionId: 'a' });
    await until(() => storage.writes > 0, 'the write');
    expect(currentOf(createChatStore(keep(storage))).messages.map(({ text }) => text)).toEqual(['2', '3']);
  });

  it('forgets what was deleted', async () => {
    const storage = memory();
    const store = createChatStore(keep(storage));
    const id = store.getState().createSession();
    await until(() => storage.text !== null, 'the write');
    store.getState().deleteSession(id);
    await until(() => storage.text === null, 'the removal');
  });

  it.each([
    ['text that is no JSON', '{"version":1,'],
    ['another version', '{"version":2,"sessions":[{"id":"a"}]}'],
    ['another thing', '[1,"two",null]'],
    ['a number', '42'],
    ['sessions that are none', '{"version":1,"sessions":{"id":"a"},"currentSessionId":7}'],
  ])('begins anew over %s', async (_, content) => {
    const storage = memory(content);
    const store = createChatStore(keep(storage));
    expect(store.getState()).toMatchObject({ sessions: [], currentSessionId: null });
    store.getState().createSession('New');
    await until(() => storage.text?.includes('New') === true, 'the write');
  });

  it('takes what is sound of a state that is damaged', () => {
    const message = { id: 'm', role: 'user', text: 'Hello', timestamp: 'now', status: 'answered' };
    const sessions = [
      null,
      { title: 'No id' },
      { id: 'a', messages: [message, { id: 7 }, 'x'], workflows: [{ id: 'w' }] },
    ];
    const store = createChatStore(
      keep(memory(JSON.stringify({ version: 1, sessions, currentSessionId: 'gone' }))),
    );
    expect(store.getState()).toMatchObject({
      currentSessionId: 'a',
      sessions: [{ id: 'a', title: '', messages: [message], workflows: [], isTyping: false, unread: 0 }],
    });
  });

  it('lives in memory where the storage is full or forbidden, and says so once', async () => {
    const onError = vi.fn();
    const full = memory();
    full.setItem = () => {
      throw new DOMException('Full', 'QuotaExceededError');
    };
    const store = createChatStore(keep(full, { onError }));
    store.getState().createSession('One');
    await until(() => onError.mock.calls.length === 1, 'the report');
    store.getState().createSession('Two');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(onError).toHaveBeenCalledOnce();
    expect(store.getState().sessions).toHaveLength(2);

    vi.stubGlobal('localStorage', undefined);
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('Forbidden', 'SecurityError');
      },
    });
    const told = vi.fn(() => {
      throw new Error('and the application throws as well');
    });
    const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {});
    expect(() => createChatStore({ persist: { key: 'chats', onError: told } })).not.toThrow();
    expect(told).toHaveBeenCalledOnce();
    console.mockRestore();
  });

  it('is of no use without a key, and does nothing on a server', () => {
    expect(() => createChatStore({ persist: {} as never })).toThrow(/persist.key must be a text/);
    vi.stubGlobal('localStorage', undefined);
    const onError = vi.fn();
    const store = createChatStore({ persist: { key: 'chats', onError } });
    store.getState().createSession();
    expect(onError).not.toHaveBeenCalled();
  });
});
