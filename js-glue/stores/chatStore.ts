import type { ChatClient } from 'chatwire';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { chatActions, type ChatActions } from './chatActions.ts';
import { ChatBinding, type BindChatOptions } from './chatBinding.ts';
import { defaultLimits, engineOf } from './chatEngine.ts';
import { initialChatState, type ChatState } from './chatState.ts';
import { chatTexts, type ChatTexts } from './chatTexts.ts';
import { check } from './check.ts';
import { Persistence, type PersistOptions } from './persistence.ts';
import { mapperOf } from './systems/index.ts';
import type { StoreLike } from './storeLike.ts';

/** Bounds, words and storage of a chat store. */
export interface ChatStoreOptions {
  /** Messages of a session; the oldest make room. Default 1000. */
  maxMessages?: number | undefined;
  /** The oldest that is not shown makes room. Default 100. */
  maxSessions?: number | undefined;
  /** What is written into messages that failed, for other languages. */
  texts?: Partial<ChatTexts> | undefined;
  /** Keeps the chats in the browser's storage, over reloads. Default: they are in memory only. */
  persist?: PersistOptions | undefined;
}

/** A store of chats, as zustand makes them: `useStore(store, selector)`, `store.getState().sendMessage(text)`. */
export type ChatStore = StoreApi<ChatState & ChatActions>;

/**
 * Makes a store of sessions and messages. It holds nothing but what is written into it: {@link bindChatStore} lets a client
 * do so.
 *
 * @throws TypeError that names the option which is wrong.
 */
export function createChatStore(options: ChatStoreOptions = {}): ChatStore {
  check.keys('createChatStore', options, ['maxMessages', 'maxSessions', 'texts', 'persist']);
  const limits = {
    maxMessages: check.number('maxMessages', options.maxMessages, defaultLimits.maxMessages, { min: 1 }),
    maxSessions: check.number('maxSessions', options.maxSessions, defaultLimits.maxSessions, { min: 1 }),
  };
  const texts = { ...chatTexts, ...options.texts };
  const store = createStore<ChatState & ChatActions>()((_set, _get, api) => ({
    ...initialChatState,
    ...chatActions(engineOf(api, { limits, texts })),
  }));
  if (options.persist) persist(store, options.persist, texts.left);
  return store;
}

/** What was kept is no part of the initial state: a page that a server rendered knows nothing of it. */
function persist(store: ChatStore, options: PersistOptions, text: string): void {
  const known = ['key', 'user', 'storage', 'codec', 'delay', 'maxMessages', 'onError'];
  check.keys('persist', options, known);
  check.name('persist.key', options.key);
  if (options.user !== undefined) check.name('persist.user', options.user);
  check.number('persist.delay', options.delay, 0, { min: 0 });
  check.number('persist.maxMessages', options.maxMessages, 1, { min: 1 });
  const persistence = new Persistence(store, options);
  persistence.load(text);
  store.subscribe(({ sessions, currentSessionId }, before) => {
    if (sessions !== before.sessions || currentSessionId !== before.currentSessionId) persistence.save();
  });
  const { forgetAll } = store.getState();
  store.setState({
    forgetAll: () => {
      forgetAll();
      persistence.forget();
    },
  });
}

/**
 * Puts what a client receives into a store, and sends what the store's actions say, until the returned function is called
 * (S0.10). The store may be one of the application's own with a {@link ChatState} in it. A store has one client: another one
 * takes its place.
 *
 * @throws TypeError that names the option which is wrong.
 */
export function bindChatStore(
  client: ChatClient,
  store: StoreLike<ChatState>,
  options: BindChatOptions = {},
): () => void {
  check.keys('bindChatStore', options, ['mapper', 'resend', 'typingTimeout', 'resumeTimeout', 'silence']);
  const typingTimeout = check.number('typingTimeout', options.typingTimeout, 5000, { min: 0 });
  const resumeTimeout = check.number('resumeTimeout', options.resumeTimeout, 15_000, { min: 0 });
  const silence = check.number('silence', options.silence, 3000, { min: 0 });
  const mapper = options.mapper ?? mapperOf(client.profile.name);
  if (!mapper) {
    throw new TypeError(
      `chatwire: what the messages of profile '${client.profile.name}' mean for a chat is not known: give the option mapper (docs/STORES.md)`,
    );
  }
  const binding = new ChatBinding(client, engineOf(store), mapper, {
    ...options,
    typingTimeout,
    resumeTimeout,
    silence,
  });
  binding.start();
  return () => binding.stop();
}
