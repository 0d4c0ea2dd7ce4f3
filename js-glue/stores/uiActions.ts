import { uuid } from 'chatwire';
import type { StoreLike } from './storeLike.ts';
import type { Notification, Toast, UiState } from './uiState.ts';

export interface UiLimits {
  readonly maxNotifications: number;
  readonly maxToasts: number;
  /** In milliseconds. */
  readonly toastDuration: number;
}

/** What users and applications do with notifications and toasts. All are bound, and never change. */
export interface UiActions {
  /** Puts a notification before the others. Gives back its id. */
  notify: (
    notification: Pick<Notification, 'message'> & Partial<Pick<Notification, 'level' | 'title'>>,
  ) => string;
  /** The user has read one notification. */
  markRead: (id: string) => void;
  /** The user has read all notifications. */
  markAllRead: () => void;
  /** Takes a notification out of the list. */
  dismiss: (id: string) => void;
  /** Shows a toast. One that is shown already is not shown twice. Gives back its id. */
  toast: (toast: Pick<Toast, 'message'> & Partial<Pick<Toast, 'level' | 'title' | 'duration'>>) => string;
  /** Takes a toast away. */
  dismissToast: (id: string) => void;
  /** Forgets all notifications and toasts. */
  clear: () => void;
}

/** What a store keeps unless it was made with other limits. */
export const defaultUiLimits: UiLimits = { maxNotifications: 100, maxToasts: 5, toastDuration: 6000 };

/** Where a store carries its actions: each entry of the package is a bundle of its own, and they must find the same ones. */
const key = Symbol.for('chatwire.uiActions');

/** The actions of a store, whoever made it: the same ones each time. */
export function uiActionsOf(store: StoreLike<UiState>, limits?: UiLimits): UiActions {
  const known = (store as { [key]?: UiActions })[key];
  if (known) return known;
  const actions = uiActions(store, limits ?? defaultUiLimits);
  Object.defineProperty(store, key, { value: actions });
  return actions;
}

function uiActions(store: StoreLike<UiState>, limits: UiLimits): UiActions {
  const { maxNotifications, maxToasts, toastDuration } = limits;
  const changeNotifications = (change: (notification: Notification) => Notification) =>
    store.setState((state) => {
      const notifications = state.notifications.map(change);
      const isSame = notifications.every((each, index) => each === state.notifications[index]);
      return isSame ? state : { notifications };
    });
  const read = (notification: Notification): Notification =>
    notification.isRead ? notification : { ...notification, isRead: true };

  return {
    notify: ({ level = 'info', title, message }) => {
      const notification: Notification = {
        ...{ id: uuid(), level, message, timestamp: new Date().toISOString(), isRead: false },
        ...(title !== undefined && { title }),
      };
      store.setState(({ notifications }) => ({
        notifications: [notification, ...notifications].slice(0, maxNotifications),
      }));
      return notification.id;
    },
    markRead: (id) => changeNotifications((each) => (each.id === id ? read(each) : each)),
    markAllRead: () => changeNotifications(read),
    dismiss: (id) =>
      store.setState((state) => {
        const notifications = without(state.notifications, id);
        return notifications === state.notifications ? state : { notifications };
      }),
    toast: ({ level = 'info', title, message, duration = toastDuration }) => {
      const same = store
        .getState()
        .toasts.find((each) => each.level === level && each.title === title && each.message === message);
      if (same) return same.id;
      const toast: Toast = { id: uuid(), level, message, duration, ...(title !== undefined && { title }) };
      store.setState(({ toasts }) => {
        const kept = [...toasts, toast];
        return { toasts: kept.slice(Math.max(0, kept.length - maxToasts)) };
      });
      return toast.id;
    },
    dismissToast: (id) =>
      store.setState((state) => {
        const toasts = without(state.toasts, id);
        return toasts === state.toasts ? state : { toasts };
      }),
    clear: () => store.setState(() => ({ notifications: [], toasts: [] })),
  };
}

/** The same list where there is no such item. */
function without<Item extends { readonly id: string }>(items: readonly Item[], id: string): readonly Item[] {
  return items.some((item) => item.id === id) ? items.filter((item) => item.id !== id) : items;
}
