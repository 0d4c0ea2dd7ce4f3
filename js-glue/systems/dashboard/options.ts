import type { ChatClientOptions } from 'chatwire';

/** Where errors go; `console` is one. */
export interface ErrorLogger {
  /** Hears what went wrong, in words and as it was thrown. */
  error(text: string, error: unknown): void;
}

/** Options of `createWebSocketClient`: all of the client's, and these. */
export interface WebSocketClientOptions extends Omit<ChatClientOptions, 'profile'> {
  /** Default: `NEXT_PUBLIC_WS_URL` as it is, else `ws://localhost:8000/ws` (S2.59). */
  url?: ChatClientOptions['url'];
  /** Hears of each error once (S2.68). Default: `console`. */
  logger?: ErrorLogger | undefined;
  /**
   * Leave the link, and dial again, after so many texts in a row that are no messages (S2.69, C7). Default: never, for the
   * next message may be good.
   */
  reconnectOnParseError?: number | undefined;
  /** Share one connection with all on the page who name the same user here (C36). Default: a connection of its own. */
  identity?: string | undefined;
}
