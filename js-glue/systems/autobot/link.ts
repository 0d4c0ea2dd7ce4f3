import type { ChatClient, Unsubscribe } from 'chatwire';

type SocketEvent = 'open' | 'message' | 'close';
// Every implementation has classes of events of its own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Listener = (event: any) => void;

/** The part of a WebSocket that the tools of this system use: the platform's own, one of `ws`, a mock. */
export interface SocketLike {
  readonly readyState: number;
  /** Sends a text. */
  send(data: string): void;
  /** Begins the close handshake. */
  close(code?: number, reason?: string): void;
  /** As a WebSocket has it. */
  addEventListener(type: SocketEvent, listener: Listener): void;
  /** As a WebSocket has it. */
  removeEventListener(type: SocketEvent, listener: Listener): void;
}

/** A plain socket, or a client, which outlives its sockets. */
export type Link = SocketLike | ChatClient;

const OPEN = 1;

export function isClient(link: Link): link is ChatClient {
  return 'getSnapshot' in link;
}

export function isOpen(link: Link): boolean {
  return isClient(link) ? link.state === 'connected' : link.readyState === OPEN;
}

export function sendText(link: Link, text: string): void {
  if (isClient(link)) link.sendText(text);
  else link.send(text);
}

export function onOpen(link: Link, listener: () => void): Unsubscribe {
  return isClient(link) ? link.on('open', listener) : listen(link, 'open', listener);
}

/** Calls `listener` for each such event of a socket. */
export function listen(
  socket: SocketLike,
  type: SocketEvent,
  listener: (event: { data?: unknown }) => void,
): Unsubscribe {
  socket.addEventListener(type, listener);
  return () => socket.removeEventListener(type, listener);
}
