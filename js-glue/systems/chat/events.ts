import type { ServerMessage } from './messages.ts';

/** What `state` says (S1.30 to S1.33); `closing` is told by `onStateChange` only (S1.91). */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'closing';

/** What happens to a {@link ChatWebSocket}, with the listeners of it (S1.61 to S1.64). */
export interface WebSocketEvents {
  open: () => void;
  close: (event: CloseEvent) => void;
  error: (error: Event) => void;
  message: (message: ServerMessage) => void;
}

export type WebSocketEventType = keyof WebSocketEvents;

/** The same as options. */
export const callbackNames = {
  open: 'onOpen',
  close: 'onClose',
  error: 'onError',
  message: 'onMessage',
} as const satisfies Record<WebSocketEventType, string>;
