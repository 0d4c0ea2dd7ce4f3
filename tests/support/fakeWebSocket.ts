import type { WebSocketConstructor, WebSocketLike } from 'chatwire';
import { inTask } from './tasks.ts';

type Handler = ((event: any) => void) | null;
type State = 0 | 1 | 2 | 3;

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/**
 * A WebSocket without a network, of the WHATWG shape: each event comes in a task of its own. The test is its other end:
 * `open()`, `message()`, `close...` as the server does, and it may wait for them. What the client does is recorded.
 */
export class FakeWebSocket implements WebSocketLike {
  binaryType = 'blob';
  bufferedAmount = 0;
  readyState: State = CONNECTING;
  onopen: Handler = null;
  onerror: Handler = null;
  onclose: Handler = null;
  onmessage: Handler = null;

  /** Frames that the client sent. */
  readonly sent: (string | Uint8Array)[] = [];
  /** What the client called `close()` with. */
  closedWith: { code: number | undefined; reason: string | undefined } | undefined;
  /** Does the server answer the client's close frame? */
  answersClose = true;
  protected hasEnded = false;

  constructor(
    readonly url: string,
    readonly protocols?: string | string[],
    readonly options?: { headers?: Record<string, string> },
  ) {}

  get isLive(): boolean {
    return this.readyState === CONNECTING || this.readyState === OPEN;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.readyState === CONNECTING)
      throw new DOMException('Still in CONNECTING state', 'InvalidStateError');
    if (this.readyState === OPEN) this.sent.push(data);
  }

  close(code?: number, reason?: string): void {
    if (this.readyState >= CLOSING) return;
    const wasConnecting = this.readyState === CONNECTING;
    this.closedWith = { code, reason };
    this.readyState = CLOSING;
    if (wasConnecting) void this.fail();
    else if (this.answersClose) void this.end(code ?? 1005, reason ?? '');
  }

  /** The server accepts. */
  open(): Promise<void> {
    return inTask(() => {
      if (this.readyState !== CONNECTING) return;
      this.readyState = OPEN;
      this.onopen?.({ type: 'open' });
    });
  }

  /** The server sends a frame: text or bytes as they are, anything else as JSON. */
  message(data: unknown): Promise<void> {
    const isRaw = typeof data === 'string' || data instanceof ArrayBuffer || ArrayBuffer.isView(data);
    const frame: unknown = isRaw ? data : JSON.stringify(data);
    return inTask(() => {
      if (this.readyState === OPEN) this.onmessage?.({ type: 'message', data: frame });
    });
  }

  /** The server closes, or answers a close. */
  end(code = 1000, reason = '', wasClean = true): Promise<void> {
    return inTask(() => this.finish(code, reason, wasClean));
  }

  /** The network breaks, or the dial fails. */
  fail(): Promise<void> {
    return inTask(() => {
      if (this.hasEnded) return;
      this.onerror?.({ type: 'error' });
      this.finish(1006, '', false);
    });
  }

  protected finish(code: number, reason: string, wasClean: boolean): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.readyState = CLOSED;
    this.onclose?.({ type: 'close', code, reason, wasClean });
  }
}

/** A constructor for one test, and all sockets that were made with it. */
export interface FakeNetwork {
  readonly WebSocket: WebSocketConstructor;
  readonly sockets: FakeWebSocket[];
  /** The newest socket; fails if nothing was dialled. */
  readonly last: FakeWebSocket;
  /** How many sockets are open or on their way. */
  readonly live: number;
}

/** @param onDial is called with each new socket, e.g. to open it. */
export function fakeNetwork(onDial: (socket: FakeWebSocket) => void = () => {}): FakeNetwork {
  const sockets: FakeWebSocket[] = [];
  return {
    WebSocket: class extends FakeWebSocket {
      constructor(
        url: string,
        protocols?: string | string[],
        options?: { headers?: Record<string, string> },
      ) {
        super(url, protocols, options);
        sockets.push(this);
        onDial(this);
      }
    },
    sockets,
    get last() {
      const socket = sockets.at(-1);
      if (!socket) throw new Error('Nothing was dialled');
      return socket;
    },
    get live() {
      return sockets.filter((socket) => socket.isLive).length;
    },
  };
}

/** A network whose servers accept at once. */
export function openNetwork(): FakeNetwork {
  return fakeNetwork((socket) => void socket.open());
}
