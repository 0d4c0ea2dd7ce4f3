import type { CoreInstance } from '../core/instance.ts';
import { LocalCore } from '../core/localCore.ts';
import { perform, type Command } from '../core/relayedCore.ts';
import type { WebSocketConstructor } from '../core/socketAdapter.ts';
import { noStats } from '../core/stats.ts';
import { Feed } from './feed.ts';
import type { Timing } from './flushSchedule.ts';
import type { CorePort, Start, ToCore } from './port.ts';
import { faultOf } from './portSchema.ts';

/** What a host finds in its thread. */
export interface HostPlatform {
  load(): Promise<CoreInstance>;
  /** Throws `NO_WEBSOCKET`. */
  findWebSocket(): WebSocketConstructor;
  /** Ends the thread. */
  close(): void;
  timing?: Timing;
}

/** The core of one page, in a thread of its own: the other end of `RemoteCore`. */
export class CoreHost {
  readonly #port: CorePort;
  readonly #platform: HostPlatform;
  #core: LocalCore | undefined;
  #feed: Feed | undefined;

  constructor(port: CorePort, platform: HostPlatform) {
    this.#port = port;
    this.#platform = platform;
    port.onmessage = ({ data }) => {
      const fault = faultOf(data);
      if (fault) this.#refuse(fault);
      else this.#take(data);
    };
  }

  #take(message: ToCore): void {
    switch (message[0]) {
      case 'start':
        return void this.#start(message[1]);
      case 'taken':
        return this.#feed?.taken();
      case 'ask':
        return this.#feed?.asked();
      case 'leave':
        return this.#leave();
      case 'send':
      case 'request':
        this.#feed?.answerExpected();
        return this.#perform(message);
      case 'connect':
      case 'disconnect':
        return this.#feed?.reached(message[0] === 'disconnect', () => this.#perform(message));
      case 'subscribe':
        this.#feed?.subscribed(message[1], message[2]);
        return this.#perform(message);
      case 'unsubscribe':
        this.#feed?.unsubscribed(message[1]);
        return this.#perform(message);
      default:
        this.#perform(message);
    }
  }

  #perform(command: Command): void {
    if (this.#core) perform(this.#core, command);
  }

  /** S15, as in a SharedWorker. The page, when it hears of it, ends the thread: here that could overtake the answer. */
  #refuse(fault: string): void {
    this.#port.postMessage(this.#core ? { refused: fault } : { failed: fault }, []);
    this.#end();
  }

  #leave(): void {
    this.#end();
    this.#platform.close();
  }

  #end(): void {
    this.#core?.destroy();
    this.#core = undefined;
    this.#feed?.close();
    this.#port.onmessage = null;
  }

  async #start(start: Start): Promise<void> {
    try {
      const WebSocket = this.#platform.findWebSocket();
      const instance = await this.#platform.load();
      const stats = () => this.#core?.stats() ?? noStats;
      const feed = new Feed(this.#port, start, stats, this.#platform.timing);
      this.#feed = feed;
      this.#core = new LocalCore(instance, start.options, WebSocket, feed, feed);
      this.#port.postMessage({ ready: true }, []);
    } catch (cause) {
      this.#port.postMessage({ failed: String(cause) }, []);
    }
  }
}
