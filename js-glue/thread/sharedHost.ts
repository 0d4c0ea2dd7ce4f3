import { LocalCore } from '../core/localCore.ts';
import type { HostPlatform } from './coreHost.ts';
import { Feed } from './feed.ts';
import type { CorePort, Start, ToCore } from './port.ts';
import { faultOf } from './portSchema.ts';
import { SharedCore } from './sharedCore.ts';
import { Tab } from './tab.ts';

export interface SharedPlatform extends Omit<HostPlatform, 'close'> {
  /** Resolves when nobody holds the lock any more: its tab is dead. */
  untilFree(lock: string): Promise<void>;
  /** Of this thread, as `self.origin` has it. */
  origin: string;
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

  /**
   * A page has come. What it posts is looked at before anything is done with it (S15): a page that posts something else is
   * told so, and let go; the others do not notice.
   *
   * @param origin Of the page, where the platform says it: one of another origin is refused. No platform lets one come.
   */
  accept(port: CorePort, origin = ''): void {
    if (origin && origin !== this.#platform.origin) return refuse(port, 'failed', 'it is of another origin');
    port.onmessage = ({ data }) => {
      const fault = faultOf(data) ?? (data[0] === 'start' ? undefined : `'${data[0]}' came before 'start'`);
      if (fault) return refuse(port, 'failed', fault);
      // Till the answer there is nothing else to say.
      port.onmessage = null;
      void this.#start(port, data[1] as Start);
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
      const feed = new Feed(port, start, () => core.stats(), this.#platform.timing);
      const tab = new Tab(feed, start.options.keepOnDisconnect);
      core.join(tab);
      port.onmessage = ({ data }) => {
        const fault = faultOf(data);
        if (!fault) return take(core, tab, data);
        core.leave(tab);
        refuse(port, 'refused', fault);
      };
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

/** The last word over this port. */
function refuse(port: CorePort, answer: 'failed' | 'refused', reason: string): void {
  port.onmessage = null;
  port.postMessage(answer === 'failed' ? { failed: reason } : { refused: reason }, []);
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
    case 'subscribe':
      tab.feed.subscribed(message[1], message[2]);
      return core.perform(tab, message);
    case 'unsubscribe':
      tab.feed.unsubscribed(message[1]);
      return core.perform(tab, message);
    case 'send':
    case 'request':
      tab.feed.answerExpected();
      return core.perform(tab, message);
    default:
      core.perform(tab, message);
  }
}
