import type { ServerMessage } from './messages.ts';

/** What `state` says (S1.30 to S1.33); `closing` is told by `onStateChange` only (S1.91). */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'closing';

/** What happens to a {@link ChatWebSocket}, with the listeners of it (S1.61 to S1.64). */
export interface WebSocketEvents {
  /** The link is usable. */
  open: () => void;
  /** The link ended. */
  close: (event: CloseEvent) => void;
  /** The dial failed, or the link broke. */
  error: (error: Event) => void;
  /** A message came. */
  message: (message: ServerMessage) => void;
}

/** What can be listened for. */
export type WebSocketEventType = keyof WebSocketEvents;

/** The same as options. */
export const callbackNames = {
  open: 'onOpen',
  close: 'onClose',
  error: 'onError',
  message: 'onMessage',
} as const satisfies Record<WebSocketEventType, string>;
