import { protocolOf } from './protocols.mjs';

/**
 * A WebSocket without a wire, with a server at its other end that speaks the protocol which the address names. The benchmark
 * puts frames into it with `receive`, the same way for everybody.
 */
export class FakeSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  /** The newest. */
  static latest;
  /** While true, new sockets stay closed until `open()` is called. */
  static holds = false;
  /** What all of them were given to send, in UTF-16 units. */
  static sent = 0;

  CONNECTING = 0;
  OPEN = 1;
  CLOSING = 2;
  CLOSED = 3;
  binaryType = 'arraybuffer';
  readyState = 0;
  bufferedAmount = 0;
  protocol = '';
  extensions = '';
  onopen = null;
  onmessage = null;
  onclose = null;
  onerror = null;
  #listeners = { open: [], message: [], close: [], error: [] };
  #protocol;

  constructor(url) {
    this.url = String(url);
    this.#protocol = protocolOf(this.url);
    FakeSocket.latest = this;
    if (!FakeSocket.holds) setTimeout(() => this.open());
  }

  open() {
    this.readyState = 1;
    this.#tell({ type: 'open', target: this });
    for (const text of this.#protocol.greeting) this.receive(text);
  }

  receive(data) {
    this.#tell({ type: 'message', data, target: this });
  }

  send(data) {
    FakeSocket.sent += data.length;
    for (const text of this.#protocol.answers(data)) queueMicrotask(() => this.receive(text));
  }

  close(code = 1000, reason = '') {
    if (this.readyState === 3) return;
    this.readyState = 3;
    setTimeout(() => this.#tell({ type: 'close', code, reason, wasClean: true, target: this }));
  }

  addEventListener(type, listener) {
    this.#listeners[type].push(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners[type] = this.#listeners[type].filter((each) => each !== listener);
  }

  #tell(event) {
    this[`on${event.type}`]?.(event);
    for (const listener of this.#listeners[event.type]) listener(event);
  }
}
