import type { WebSocketConstructor } from 'chatwire';
import { InProcessSocket } from '../../testing/inProcessSocket.ts';

/** How long the made-up server types, in milliseconds. */
const TYPING = 300;

/**
 * A server that is made up in this page: it welcomes, and answers each `chat_message` (S0.63). Its welcome and its answers say
 * that nobody is there (W81). The socket is that of the testing kit, and comes to the client in the same way (C44).
 */
class MockSocket extends InProcessSocket {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(url: string) {
    super(url);
    this.#after(0, () => {
      this.open();
      this.#say('connection', { status: 'mock', message: 'Simulated: there is no server' });
    });
  }

  protected override transmit(text: unknown): void {
    const { type, data } = JSON.parse(String(text)) as { type: string; data: { message?: string } | null };
    if (type !== 'chat_message') return;
    this.#after(0, () => this.#say('typing_start', {}));
    this.#after(TYPING, () => {
      this.#say('chat_response', { message: `Simulated answer to: ${data?.message ?? ''}` });
      this.#say('typing_stop', {});
    });
  }

  protected override hangUp(_wasOpen: boolean, code = 1005, reason = ''): void {
    for (const timer of this.#timers) clearTimeout(timer);
    setTimeout(() => this.finish(code, reason, true));
  }

  #say(type: string, data: object): void {
    this.receive(JSON.stringify({ type, data, timestamp: new Date().toISOString() }));
  }

  #after(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

/** A server in the page, for development without one. Its answers say that they are simulated. */
export const mockWebSocket: WebSocketConstructor = MockSocket;
