import type { WebSocketLike } from 'chatwire';
import { utf8Length } from '../core/utf8Length.ts';
import { MockCloseEvent } from './closeEvent.ts';
import type { Data } from './data.ts';

type Handler = WebSocketLike['onopen'];

const states = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const;
const { CONNECTING, OPEN, CLOSING, CLOSED } = states;
const handled = ['open', 'message', 'error', 'close'] as const;

/** Older versions of happy-dom call an `on...` property of any target. */
const platformCallsHandlers = (() => {
  const probe = Object.assign(new EventTarget(), { onprobe: () => void (isCalled = true) });
  let isCalled = false;
  probe.dispatchEvent(new Event('probe'));
  return isCalled;
})();

/**
 * A WebSocket that ends in this process. It keeps to what the WHATWG standard says of the interface: handlers in `on...`
 * properties and listeners both hear each event (W84), `close()` only begins the end, and `close` comes later, with a code
 * (W85). What is behind it says when it opens, receives and ends.
 */
export abstract class InProcessSocket extends EventTarget implements WebSocketLike {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSING = CLOSING;
  static readonly CLOSED = CLOSED;
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;

  readonly url: string;
  readonly extensions = '';
  protocol = '';
  binaryType = 'blob';
  bufferedAmount = 0;
  readonly #handlers: Record<(typeof handled)[number], Handler> = {
    open: null,
    message: null,
    error: null,
    close: null,
  };
  #readyState: 0 | 1 | 2 | 3 = CONNECTING;

  constructor(url: string | URL) {
    super();
    this.url = String(url);
    if (platformCallsHandlers) return;
    for (const type of handled) this.addEventListener(type, (event) => this.#handlers[type]?.(event));
  }

  // No fields: happy-dom calls those by itself.

  /** Called when the server has accepted. */
  get onopen(): Handler {
    return this.#handlers.open;
  }

  set onopen(handler: Handler) {
    this.#handlers.open = handler;
  }

  /** Called for each frame. */
  get onmessage(): Handler {
    return this.#handlers.message;
  }

  set onmessage(handler: Handler) {
    this.#handlers.message = handler;
  }

  /** Called when the dial fails or the link breaks; `onclose` follows. */
  get onerror(): Handler {
    return this.#handlers.error;
  }

  set onerror(handler: Handler) {
    this.#handlers.error = handler;
  }

  /** Called at the end of the socket, once. */
  get onclose(): Handler {
    return this.#handlers.close;
  }

  set onclose(handler: Handler) {
    this.#handlers.close = handler;
  }

  get readyState(): 0 | 1 | 2 | 3 {
    return this.#readyState;
  }

  send(data: Data): void {
    if (this.#readyState === CONNECTING) throw new DOMException('Still connecting', 'InvalidStateError');
    if (this.#readyState === OPEN) this.transmit(data);
  }

  /** Begins the end. A socket that is still connecting fails; of an open one the other side is told, and answers. */
  close(code?: number, reason = ''): void {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
      throw new DOMException(`${code} is no code to close with`, 'InvalidAccessError');
    }
    if (utf8Length(reason) > 123) {
      throw new DOMException('The reason is longer than 123 bytes', 'SyntaxError');
    }
    if (this.#readyState >= CLOSING) return;
    const wasOpen = this.#readyState === OPEN;
    this.#readyState = CLOSING;
    this.hangUp(wasOpen, code, reason);
  }

  /** What `send()` was given, on an open socket. */
  protected abstract transmit(data: Data): void;

  /** `close()` was called: `finish()` is to follow, in a later task. */
  protected abstract hangUp(wasOpen: boolean, code: number | undefined, reason: string): void;

  /** The other side accepts. */
  protected open(protocol = ''): void {
    if (this.#readyState !== CONNECTING) return;
    this.protocol = protocol;
    this.#readyState = OPEN;
    this.dispatchEvent(new Event('open'));
  }

  /** The other side sends: a text, or bytes. */
  protected receive(data: string | ArrayBuffer): void {
    if (this.#readyState === OPEN) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** The connection has ended: 1006 and not clean where no close frame came. */
  protected finish(code: number, reason: string, wasClean: boolean): void {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    if (!wasClean) this.dispatchEvent(new Event('error'));
    this.dispatchEvent(new MockCloseEvent('close', { code, reason, wasClean }));
  }
}
