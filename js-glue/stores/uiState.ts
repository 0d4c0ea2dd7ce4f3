/** How grave a notification or a toast is. */
export type NotificationLevel = 'info' | 'success' | 'warning' | 'error';

/** Something that users can look up later. */
export interface Notification {
  readonly id: string;
  readonly level: NotificationLevel;
  readonly title?: string | undefined;
  readonly message: string;
  /** ISO 8601: when it came. */
  readonly timestamp: string;
  readonly isRead: boolean;
}

/** Something that users see now. Whoever shows it takes it away when its time is over: `dismissToast(id)`. */
export interface Toast {
  readonly id: string;
  readonly level: NotificationLevel;
  readonly title?: string | undefined;
  readonly message: string;
  /** In milliseconds; `Infinity`: it stays until it is dismissed. */
  readonly duration: number;
}

/** What there is beside the chats. */
export interface UiState {
  /** Newest first. */
  readonly notifications: readonly Notification[];
  /** Oldest first: the order to show them in. */
  readonly toasts: readonly Toast[];
}

export const initialUiState: UiState = Object.freeze({
  notifications: Object.freeze([]),
  toasts: Object.freeze([]),
});
