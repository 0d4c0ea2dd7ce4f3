import { LocalCore } from '../core/localCore.ts';
import type { HostPlatform } from './coreHost.ts';
import { Feed } from './feed.ts';
import type { CorePort, Start, ToCore } from './port.ts';
import { SharedCore } from './sharedCore.ts';
import { Tab } from './tab.ts';

export interface SharedPlatform extends Omit<HostPlatform, 'close'> {
  /** Resolves when nobody holds the lock any more: its tab is dead. */
  untilFree(lock: string): Promise<void>;
  /** Takes a lock for as long as this thread lives. */
  holdLock(): Promise<{ lock: string }>;
}

/** The core of several pages, in a SharedWorker: the other end of their `RemoteCore`s. */
export class SharedHost {
  readonly #platform: SharedPlatform;
  readonly #held: Promise<{ lock: string }>;
  #shared: Promise<SharedCore> | undefined;

  constructor(platform: SharedPlatform) {
    this.#platform = platform;
    this.#held = platform.holdLock();
  }

  /** A page has come. */
  accept(port: CorePort): void {
    port.onmessage = ({ data }) => {
      if (data[0] === 'start') void this.#start(port, data[1]);
    };
  }

  async #start(port: CorePort, start: Start): Promise<void> {
    try {
      const { lock } = await this.#held;
      let shared: SharedCore;
      // The last of the other pages may leave while this one waits.
      do shared = await (this.#shared ??= this.#open(start));
      while (shared.hasEnded);
      const core = shared;
      const feed = new Feed(port, start.buffer, () => core.stats(), this.#platform.timing);
      const tab = new Tab(feed, start.options.keepOnDisconnect);
      core.join(tab);
      port.onmessage = ({ data }) => take(core, tab, data);
      if (start.lock) void this.#platform.untilFree(start.lock).then(() => core.leave(tab));
      port.postMessage({ ready: true, lock }, []);
    } catch (cause) {
      port.postMessage({ failed: String(cause) }, []);
    }
  }

  /** With the options of the page that came first. */
  #open({ options }: Start): Promise<SharedCore> {
    const forget = () => {
      this.#shared = undefined;
    };
    const open = async () => {
      const WebSocket = this.#platform.findWebSocket();
      const instance = await this.#platform.load();
      return new SharedCore((events) => new LocalCore(instance, options, WebSocket, events, events), forget);
    };
    const opening = open();
    opening.catch(forget);
    return opening;
  }
}

function take(core: SharedCore, tab: Tab, message: ToCore): void {
  switch (message[0]) {
    case 'start':
      return;
    case 'taken':
      return tab.feed.taken();
    case 'ask':
      return tab.feed.asked();
    case 'leave':
      return core.leave(tab);
    case 'connect':
    case 'disconnect':
      return tab.feed.reached(message[0] === 'disconnect', () => core.perform(tab, message));
    case 'send':
    case 'request':
      tab.feed.answerExpected();
      return core.perform(tab, message);
    default:
      core.perform(tab, message);
  }
}
