import type { Clock } from 'chatwire';
import { systemClock } from '../core/clock.ts';
import { copyOf, type Data } from './data.ts';
import { InProcessSocket } from './inProcessSocket.ts';
import { installWebSocket } from './install.ts';

/**
 * A WebSocket without a server, which echoes what it is sent: for tests of code that only wants a socket (S4.137 to
 * S4.141). It lives by the platform's timers, so fake ones move it; a subclass may say otherwise:
 *
 * ```ts
 * class SlowWebSocket extends MockWebSocket {
 *   static override openDelay = 2000;
 *   static override readonly clock = createMockClock();
 * }
 * ```
 */
export class MockWebSocket extends InProcessSocket {
  /** Milliseconds until it opens. */
  static openDelay = 10;
  /** Milliseconds until what was sent comes back. */
  static echoDelay = 5;
  /** The time that such sockets live by. */
  static readonly clock: Clock = systemClock;

  /** What was sent, in its order. */
  readonly sent: Data[] = [];
  readonly #kind: typeof MockWebSocket;

  constructor(url: string | URL, protocols: string | readonly string[] = []) {
    super(url);
    this.#kind = new.target;
    const [protocol = ''] = [protocols].flat();
    this.#after(this.#kind.openDelay, () => this.open(protocol));
  }

  /** Lets the platform's `WebSocket` be this class until what it gives back is called. */
  static install(): () => void {
    return installWebSocket(this);
  }

  /** @throws Error unless it is open (S4.139), where the platform's own would drop it in silence. */
  override send(data: Data): void {
    if (this.readyState !== this.OPEN) throw new Error('WebSocket is not open');
    super.send(data);
  }

  protected override transmit(data: Data): void {
    this.sent.push(data);
    const echo = copyOf(data);
    this.#after(this.#kind.echoDelay, () => this.receive(echo));
  }

  protected override hangUp(wasOpen: boolean, code = 1005, reason = ''): void {
    this.#after(0, () => (wasOpen ? this.finish(code, reason, true) : this.finish(1006, '', false)));
  }

  #after(milliseconds: number, action: () => void): void {
    this.#kind.clock.setTimeout(action, milliseconds);
  }
}
