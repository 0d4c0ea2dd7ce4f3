import type { WebSocketConstructor, WebSocketLike } from 'chatwire';

type Handler = WebSocketLike['onopen'];

/** How long the made-up server types, in milliseconds. */
const TYPING = 300;

/**
 * A server that is made up in this page: it welcomes, and answers each `chat_message` (S0.63). Its welcome and its answers say
 * that nobody is there (W81).
 */
class MockSocket implements WebSocketLike {
  binaryType = 'blob';
  bufferedAmount = 0;
  readyState = 0;
  onopen: Handler = null;
  onerror: Handler = null;
  onclose: Handler = null;
  onmessage: Handler = null;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor() {
    this.#after(0, () => {
      this.readyState = 1;
      this.#call(this.onopen, { type: 'open' });
      this.#say('connection', { status: 'mock', message: 'Simulated: there is no server' });
    });
  }

  send(text: unknown): void {
    const { type, data } = JSON.parse(String(text)) as { type: string; data: { message?: string } | null };
    if (type !== 'chat_message') return;
    this.#after(0, () => this.#say('typing_start', {}));
    this.#after(TYPING, () => {
      this.#say('chat_response', { message: `Simulated answer to: ${data?.message ?? ''}` });
      this.#say('typing_stop', {});
    });
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState > 1) return;
    this.readyState = 2;
    for (const timer of this.#timers) clearTimeout(timer);
    setTimeout(() => {
      this.readyState = 3;
      this.#call(this.onclose, { type: 'close', code, reason, wasClean: true });
    });
  }

  #say(type: string, data: object): void {
    const text = JSON.stringify({ type, data, timestamp: new Date().toISOString() });
    this.#call(this.onmessage, { type: 'message', data: text });
  }

  #after(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
  }

  #call(handler: Handler, event: object): void {
    handler?.(event);
  }
}

export const mockWebSocket = MockSocket as unknown as WebSocketConstructor;
