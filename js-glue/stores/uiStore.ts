import type { ChatClient } from 'chatwire';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { check } from './check.ts';
import type { StoreLike } from './storeLike.ts';
import { mapperOf } from './systems/index.ts';
import { defaultUiLimits, uiActionsOf, type UiActions } from './uiActions.ts';
import { UiBinding, uiTexts, type BindUiOptions } from './uiBinding.ts';
import { initialUiState, type UiState } from './uiState.ts';

/** Bounds of a UI store. */
export interface UiStoreOptions {
  /** The oldest make room. Default 100. */
  maxNotifications?: number | undefined;
  /** The oldest make room. Default 5. */
  maxToasts?: number | undefined;
  /** How long a toast is shown that does not say, in milliseconds; `Infinity`: until it is dismissed. Default 6000. */
  toastDuration?: number | undefined;
}

/** A store of what there is beside the chats, as zustand makes them. */
export type UiStore = StoreApi<UiState & UiActions>;

/**
 * Makes a store of notifications and toasts.
 *
 * @throws TypeError that names the option which is wrong.
 */
export function createUiStore(options: UiStoreOptions = {}): UiStore {
  check.keys('createUiStore', options, ['maxNotifications', 'maxToasts', 'toastDuration']);
  const limits = {
    maxNotifications: check.number(
      'maxNotifications',
      options.maxNotifications,
      defaultUiLimits.maxNotifications,
      { min: 0 },
    ),
    maxToasts: check.number('maxToasts', options.maxToasts, defaultUiLimits.maxToasts, { min: 0 }),
    toastDuration: check.number('toastDuration', options.toastDuration, defaultUiLimits.toastDuration, {
      min: 0,
    }),
  };
  return createStore<UiState & UiActions>()((_set, _get, store) => ({
    ...initialUiState,
    ...uiActionsOf(store, limits),
  }));
}

/**
 * Puts what users should know of a connection into a store, until the returned function is called (S0.11): what the server
 * announces, one toast when a link is lost and one when it is back (S0.32), what the server and the client cannot do (S0.12).
 * The store may be one of the application's own with a {@link UiState} in it.
 *
 * @throws TypeError that names the option which is wrong.
 */
export function bindUiStore(
  client: ChatClient,
  store: StoreLike<UiState>,
  options: BindUiOptions = {},
): () => void {
  check.keys('bindUiStore', options, ['mapper', 'texts']);
  const mapper = options.mapper ?? mapperOf(client.profile.name);
  const texts = { ...uiTexts, ...options.texts };
  const binding = new UiBinding(client, uiActionsOf(store), { announcements: {}, ...mapper }, texts);
  binding.start();
  return () => binding.stop();
}
