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

/** A storage with many rows, which several pages have. */
function sharedStorage(): StorageLike & { rows: Map<string, string> } {
  const rows = new Map<string, string>();
  return {
    rows,
    getItem: (key) => rows.get(key) ?? null,
    setItem: (key, value) => void rows.set(key, value),
    removeItem: (key) => void rows.delete(key),
  };
}

const titles = (store: ReturnType<typeof createChatStore>) =>
  store.getState().sessions.map(({ title }) => title);

/** As long as two of the writes above take. */
const written = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('S16 what is at rest', () => {
  it('is nothing by default', async () => {
    const storage = sharedStorage();
    vi.stubGlobal('localStorage', storage);
    const store = createChatStore();
    store.getState().createSession('Secret');
    await written();
    expect(storage.rows.size).toBe(0);
  });

  it('belongs to one user', async () => {
    const storage = sharedStorage();
    const storeOf = (user?: string) => createChatStore(keep(storage, { user }));
    storeOf('ada').getState().createSession('Of Ada');
    await until(() => storage.rows.size === 1, 'the write');
    expect([...storage.rows.keys()]).toEqual(['chats/ada']);
    expect(titles(storeOf('ada'))).toEqual(['Of Ada']);
    expect(titles(storeOf('bob'))).toEqual([]);
    expect(titles(storeOf())).toEqual([]);
    expect(() => storeOf('')).toThrow(/persist.user must be a text/);
  });

  it('is gone at once when the user logs out, and does not come back', async () => {
    const storage = sharedStorage();
    const store = createChatStore(keep(storage));
    store.getState().createSession('Written');
    await until(() => storage.rows.size === 1, 'the write');
    store.getState().createSession('Not written yet');
    store.getState().forgetAll();
    expect(storage.rows.size).toBe(0);
    expect(store.getState()).toMatchObject({ sessions: [], currentSessionId: null });
    await written();
    expect(storage.rows.size).toBe(0);
    store.getState().createSession('Of the next');
    await until(() => storage.rows.size === 1, 'the write');
    expect(titles(createChatStore(keep(storage)))).toEqual(['Of the next']);
  });

  it('is forgotten by the other pages of the same user, too', async () => {
    const storage = sharedStorage();
    const [one, other] = [createChatStore(keep(storage)), createChatStore(keep(storage))];
    one.getState().createSession('Secret');
    await written();
    other.getState().createSession('Of the other');
    await written();
    expect(titles(other)).toEqual(['Of the other', 'Secret']);
    one.getState().forgetAll();
    other.getState().createSession('After');
    await written();
    expect(titles(other)).toEqual(['After']);
    expect([...storage.rows.values()].join()).not.toContain('Secret');
  });

  describe('with a codec that encrypts', () => {
    const newKey = () =>
      crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const codecOf = (key: CryptoKey) => ({
      async encode(text: string) {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const bytes = await crypto.subtle.encrypt(
          { name: 'AES-GCM', iv },
          key,
          new TextEncoder().encode(text),
        );
        return JSON.stringify([[...iv], [...new Uint8Array(bytes)]]);
      },
      async decode(row: string) {
        const [iv = [], bytes = []] = JSON.parse(row) as number[][];
        const text = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv: new Uint8Array(iv) },
          key,
          new Uint8Array(bytes),
        );
        return new TextDecoder().decode(text);
      },
    });

    it('cannot be read in the storage, and comes back', async () => {
      const storage = sharedStorage();
      const codec = codecOf(await newKey());
      createChatStore(keep(storage, { codec })).getState().createSession('Secret');
      await until(() => storage.rows.size === 1, 'the write');
      expect([...storage.rows.values()].join()).not.toContain('Secret');
      const again = createChatStore(keep(storage, { codec }));
      again.getState().createSession('Meanwhile');
      await until(() => again.getState().sessions.length === 2, 'the chats');
      expect(titles(again)).toEqual(['Secret', 'Meanwhile']);
      expect(currentOf(again).title).toBe('Meanwhile');
    });

    it('begins anew with another key, and says so once', async () => {
      const storage = sharedStorage();
      createChatStore(keep(storage, { codec: codecOf(await newKey()) }))
        .getState()
        .createSession('Secret');
      await until(() => storage.rows.size === 1, 'the write');
      const onError = vi.fn();
      const codec = codecOf(await newKey());
      const store = createChatStore(keep(storage, { codec, onError }));
      await until(() => onError.mock.calls.length === 1, 'the report');
      store.getState().createSession('New');
      await written();
      expect(onError).toHaveBeenCalledOnce();
      const again = createChatStore(keep(storage, { codec }));
      await until(() => again.getState().sessions.length > 0, 'the chats');
      expect(titles(again)).toEqual(['New']);
    });

    it('lives in memory where it cannot encrypt', async () => {
      const storage = sharedStorage();
      const onError = vi.fn();
      const encode = () => Promise.reject(new Error('no key'));
      const store = createChatStore(keep(storage, { codec: { encode, decode: encode }, onError }));
      for (const title of ['One', 'Two']) {
        store.getState().createSession(title);
        await written();
      }
      expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('no key'));
      expect(titles(store)).toEqual(['One', 'Two']);
      expect(storage.rows.size).toBe(0);
    });

    it('is not written by what was under way when the user logged out', async () => {
      const storage = sharedStorage();
      let finish = (_: string) => {};
      const codec = {
        encode: () => new Promise<string>((resolve) => (finish = resolve)),
        decode: (text: string) => text,
      };
      const store = createChatStore(keep(storage, { codec }));
      store.getState().createSession('Secret');
      await written();
      store.getState().forgetAll();
      finish('Secret');
      await written();
      expect(storage.rows.size).toBe(0);
    });
  });
});

describe('two pages with one key', () => {
  it('lose nothing of each other: what one wrote the other takes over when it writes', async () => {
    const storage = sharedStorage();
    const one = createChatStore(keep(storage));
    const id = one.getState().createSession('Both know');
    await written();
    const other = createChatStore(keep(storage));
    one.getState().apply({ kind: 'message', role: 'system', text: 'From one', sessionId: id });
    one.getState().createSession('New in one');
    await written();
    other.getState().apply({ kind: 'message', role: 'system', text: 'From the other', sessionId: id });
    other.getState().renameSession(id, 'Renamed by the other');
    await written();
    const expected = ['Renamed by the other', 'New in one'];
    expect(titles(other)).toEqual(expected);
    const third = createChatStore(keep(storage));
    expect(titles(third)).toEqual(expected);
    const texts = third.getState().sessions[0]?.messages.map(({ text }) => text);
    expect(texts).toEqual(['From the other', 'From one']);
    one.getState().createSession('Later in one');
    await written();
    expect(titles(one)).toEqual([...expected, 'Later in one']);
  });

  it('do not bring back what one of them has deleted', async () => {
    const storage = sharedStorage();
    const one = createChatStore(keep(storage));
    const [deleted] = [one.getState().createSession('Deleted'), one.getState().createSession('Kept')];
    await written();
    const other = createChatStore(keep(storage));
    one.getState().deleteSession(deleted);
    await written();
    other.getState().createSession('New in the other');
    await written();
    expect(titles(other)).toEqual(['Kept', 'New in the other']);
    one.getState().createSession('New in one');
    await written();
    expect(titles(one)).toEqual(['Kept', 'New in one', 'New in the other']);
  });

  it('write nothing over and over', async () => {
    const storage = memory();
    const [one, other] = [createChatStore(keep(storage)), createChatStore(keep(storage))];
    one.getState().createSession('One');
    await written();
    other.getState().createSession('Other');
    await written();
    one.getState().createSession('Another');
    await written();
    const { writes } = storage;
    await written();
    await written();
    expect(storage.writes).toBe(writes);
    expect(writes).toBe(3);
  });
});
