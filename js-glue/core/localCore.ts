import { coreCrashed } from '../client/errors.ts';
import type { ChatClient as CoreClient, CoreOptions, MainModule } from './generated/chatwire-core.mjs';
import {
  normalTerms,
  type CoreStats,
  type ConnectionState,
  type CoreHandle,
  type CoreListener,
  type CoreRequest,
  type Hint,
  type OutboxTerms,
  type StoredFrame,
  type StoredFrameQuery,
} from './handle.ts';
import type { CoreInstance } from './instance.ts';
import { openSocket } from './openSocket.ts';
import { SettledRoutes } from './settledRoutes.ts';
import { SocketAdapter, type WebSocketConstructor } from './socketAdapter.ts';
import { noStats } from './stats.ts';
import { TextStore, type FrameStore } from './textStore.ts';
import { unpack, type BatchForm } from './unpack.ts';

/** What C++ is made with, and what it leaves to JavaScript. */
export type LocalCoreOptions = CoreOptions & {
  /** Frames may hold several messages. */
  readonly batches: BatchForm | undefined;
};

/** What C++ says of a send (port::Delivery). */
const deliveries = ['queued', 'sent', 'dropped'] as const;

/** The type of the sink is generated from C++; the JS library's part of it is declared here. */
type CoreSink = ConstructorParameters<MainModule['ChatClient']>[1];

interface LibrarySink {
  maxMessageBytes: number;
  dial(url: string, protocols: string[]): SocketAdapter | null;
  /** The messages in a frame, where it holds several. */
  unpack(text: string): string[] | undefined;
  /** See `SettledRoutes`. */
  settledRoute(text: string): number;
  settle(text: string, route: number): void;
  challenge(data: string): void;
  message(
    data: string | ArrayBuffer,
    route: number,
    keptAs: number,
    oldestKept: number,
    answered: number,
  ): void;
  invalid(data: string): void;
  /** `cause` came out of a call into C++. */
  crash: (cause: unknown) => void;
}

const encoder = new TextEncoder();
const LARGEST_KEPT_ROOM = 64 * 1024;
const CORE_CRASHED = 4010;
const SEND_LESS = 'Send smaller messages, or fewer at a time.';

/**
 * The core in this thread.
 *
 * The core calls the sink while it is at work, and only to say what happened: that is kept until it has left, and told to
 * the listener then. So no handler ever runs inside C++, none can throw through it, and any may call back in or destroy
 * the client.
 */
export class LocalCore implements CoreHandle {
  readonly #instance: CoreInstance;
  readonly #listener: CoreListener;
  readonly #core: CoreClient;
  readonly #moveOut: () => void;
  readonly #texts: FrameStore;
  readonly #settled: SettledRoutes;
  #events: (() => void)[] = [];
  #insideCore = false;
  #deliveryPlanned = false;
  #delivering = false;
  #destroyed = false;
  #ends = 0;
  #headers: Readonly<Record<string, string>> = {};
  #challenge = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The one that was dialled last. */
  #socket: SocketAdapter | undefined;
  #wasOpen = false;
  /** How many were dialled whose end has not been told. */
  #untoldCloses = 0;
  /** Where in the core's memory to write what is to be sent; a larger one replaces it. */
  #room = { address: 0, size: 0 };
  /** What the core was told last. They stay: most messages have the same, and then there is nothing to tell. */
  #terms = normalTerms;

  /** Throws `CORE_CRASHED`. */
  constructor(
    instance: CoreInstance,
    options: LocalCoreOptions,
    WebSocket: WebSocketConstructor,
    listener: CoreListener,
    texts: FrameStore = new TextStore(),
  ) {
    this.#instance = instance;
    this.#listener = listener;
    this.#texts = texts;
    this.#settled = new SettledRoutes(options.typeKey as string);
    if (instance.death) throw coreCrashed(instance.death.cause);
    try {
      const sink = this.#makeSink(options, WebSocket);
      this.#core = new instance.module.ChatClient(options, sink);
    } catch (cause) {
      instance.crash(cause);
      throw coreCrashed(cause);
    }
    this.#moveOut = instance.inhabit((cause) => this.#die(cause));
  }

  connect(): void {
    this.#enter((core) => core.connect());
  }

  disconnect(code: number, reason: string): void {
    this.#ends++;
    this.#enter((core) => core.disconnect(code, reason));
  }

  sendMessage(receipt: number, type: string, payload: string, terms = normalTerms, id = ''): void {
    this.#enter((core) => {
      this.#setTerms(core, terms);
      const ends = this.#write(type, id, payload);
      if (!ends) return this.#dropForWantOfMemory(receipt);
      this.#noteSent(receipt, core.sendMessage(receipt, ...ends));
      this.#clearUp(core);
    });
  }

  request({ number, type, payload, id, isAnsweredById, timeout }: CoreRequest, terms = normalTerms): void {
    this.#enter((core) => {
      this.#setTerms(core, terms);
      const ends = this.#write(type, id, payload);
      if (!ends) {
        this.#dropForWantOfMemory(number);
        return this.#tell((to) => to.onRequestFailed(number, 'OUT_OF_MEMORY', SEND_LESS));
      }
      this.#noteSent(number, core.request(number, ...ends, isAnsweredById, timeout));
      this.#clearUp(core);
    });
  }

  cancelRequest(request: number): void {
    this.#enter((core) => core.cancelRequest(request));
  }

  matched(request: number): void {
    this.#enter((core) => core.matched(request));
  }

  sendFrame(receipt: number, frame: string | Uint8Array, terms = normalTerms): void {
    this.#enter((core) => {
      this.#setTerms(core, terms);
      const isText = typeof frame === 'string';
      const buffer = this.#outgoing(isText ? frame.length * 3 : frame.length);
      if (!buffer) return this.#dropForWantOfMemory(receipt);
      let size = frame.length;
      if (isText) size = encoder.encodeInto(frame, buffer).written;
      else buffer.set(frame);
      this.#noteSent(receipt, core.sendFrame(receipt, isText, size));
      this.#clearUp(core);
    });
  }

  cancel(receipt: number): void {
    this.#enter((core) => core.cancel(receipt));
  }

  hint(hint: Hint): void {
    this.#enter((core) => core.hint(hint));
  }

  dial(
    generation: number,
    url: string,
    protocols: string[],
    headers: Readonly<Record<string, string>>,
  ): void {
    // Emscripten's interface knows of no headers: they go round it.
    this.#headers = headers;
    this.#enter((core) => core.dial(generation, url, protocols.join(',')));
  }

  authenticate(generation: number, type: string, payload: string, lifetime: number): void {
    this.#enter((core) => core.authenticate(generation, type, payload, lifetime));
  }

  withhold(generation: number, isFinal: boolean): void {
    this.#enter((core) => core.withhold(generation, isFinal));
  }

  renewCredentials(): void {
    this.#enter((core) => core.renewCredentials());
  }

  decideRetry(generation: number, again: boolean | undefined): void {
    this.#enter((core) => core.decideRetry(generation, again === undefined ? -1 : Number(again)));
  }

  subscribe(type: string, route: number): void {
    this.#settled.forget();
    this.#enter((core) => core.subscribe(type, route));
  }

  unsubscribe(type: string): void {
    this.#settled.forget();
    this.#enter((core) => core.unsubscribe(type));
  }

  wantAll(wanted: boolean): void {
    this.#settled.forget();
    this.#enter((core) => core.wantAll(wanted));
  }

  history({ type, since = 0, after = 0, limit = Infinity }: StoredFrameQuery): StoredFrame[] {
    return this.#texts.take(this.#ask((core) => core.history(type ?? null, since, after, limit)) ?? []);
  }

  clearHistory(): void {
    this.#ask((core) => core.clearHistory());
    this.#texts.clear();
  }

  stats(): CoreStats {
    const stats = this.#ask((core) => {
      const { rttP50, rttP95, lastOutage, longestOutage, ...others } = core.counters();
      const { requestsPending, requestsAnswered, requestsTimedOut, lateReplies, doubleReplies, ...counters } =
        others;
      const requests = {
        pending: requestsPending,
        answered: requestsAnswered,
        timedOut: requestsTimedOut,
        lateReplies,
        doubleReplies,
      };
      const rtt = rttP50 < 0 ? null : { p50: rttP50, p95: rttP95 };
      const outage = { last: lastOutage, longest: longestOutage };
      return { ...counters, rtt, requests, outage, heapInUse: this.#instance.module.heapInUse() };
    });
    return stats ?? noStats;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#ends++;
    this.#ask((core) => core.delete());
    this.#moveOut();
    this.#events = [];
    this.#texts.clear();
  }

  #enter(action: (core: CoreClient) => void): void {
    if (this.#destroyed) return;
    this.#insideCore = true;
    this.#ask(action);
    this.#insideCore = false;
    this.#deliver();
  }

  /** What the core answers; nothing if it is dead, or dies of the question. */
  #ask<Answer>(question: (core: CoreClient) => Answer): Answer | undefined {
    if (this.#instance.death) return undefined;
    try {
      return question(this.#core);
    } catch (cause) {
      this.#instance.crash(cause);
      return undefined;
    }
  }

  /** Nobody may enter C++ any more, so its socket and its timer are ended from here. */
  #die(cause: unknown): void {
    clearTimeout(this.#timer);
    this.#socket?.leave(CORE_CRASHED, 'CORE_CRASHED');
    for (; this.#untoldCloses > 0; this.#untoldCloses--) {
      this.#tell((listener) => listener.onClose(1006, 'CORE_CRASHED', false, this.#wasOpen));
    }
    this.#tell((listener) => listener.onCrash(cause));
  }

  /** Room in the core's memory for what is to be sent, if there is any. The view is valid until the core is called again. */
  #outgoing(size: number): Uint8Array | undefined {
    if (size > this.#room.size || this.#room.address === 0) {
      this.#room = { address: this.#core.outgoing(size), size };
    }
    const { address } = this.#room;
    if (address === 0) return undefined;
    return (this.#instance.module.HEAPU8 as Uint8Array).subarray(address, address + size);
  }

  /** Writes a message to where the core sends it from: the ends of its parts there. Nothing where there is no memory. */
  #write(
    type: string,
    id: string,
    payload: string,
  ): [typeEnd: number, idEnd: number, end: number] | undefined {
    const buffer = this.#outgoing((type.length + id.length + payload.length) * 3);
    if (!buffer) return undefined;
    const typeEnd = encoder.encodeInto(type, buffer).written;
    // Most have none, and a call costs more than the look.
    const idEnd = id ? typeEnd + encoder.encodeInto(id, buffer.subarray(typeEnd)).written : typeEnd;
    return [typeEnd, idEnd, idEnd + encoder.encodeInto(payload, buffer.subarray(idEnd)).written];
  }

  /** One long text must not hold memory for good. */
  #clearUp(core: CoreClient): void {
    if (this.#room.size > LARGEST_KEPT_ROOM) this.#room = { address: core.outgoing(0), size: 0 };
  }

  #setTerms(core: CoreClient, terms: OutboxTerms): void {
    if (terms === this.#terms) return;
    this.#terms = terms;
    core.setTerms(terms.priority, terms.ttl);
  }

  #dropForWantOfMemory(receipt: number): void {
    this.#tell((listener) => listener.onReceipt(receipt, 'dropped', 'OUT_OF_MEMORY', SEND_LESS));
  }

  #noteSent(receipt: number, delivery: number): void {
    // What was dropped at once has been told as an event, with its reason.
    if (deliveries[delivery] === 'sent')
      this.#tell((listener) => listener.onReceipt(receipt, 'sent', '', ''));
  }

  #tell(event: (listener: CoreListener) => void): void {
    this.#events.push(() => event(this.#listener));
    if (this.#insideCore || this.#deliveryPlanned) return;
    // A socket event or the timer: C++ is at work now, and out of the way when this task's callback has returned.
    this.#deliveryPlanned = true;
    queueMicrotask(() => {
      this.#deliveryPlanned = false;
      this.#deliver();
    });
  }

  /** Tells what happened. From inside a handler it leaves that to the call that is already telling: order is kept. */
  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let event = this.#events.shift(); event; event = this.#events.shift()) event();
    } finally {
      this.#delivering = false;
    }
  }

  /** What happened before a frame is told before it. False: who heard that has ended the link, and wants no frame of it. */
  #catchUp(): boolean {
    const ends = this.#ends;
    this.#deliver();
    return this.#ends === ends;
  }

  #makeSink(options: LocalCoreOptions, WebSocket: WebSocketConstructor): CoreSink & LibrarySink {
    const { maxMessageBytes, batches } = options;
    const sink: CoreSink & LibrarySink = {
      maxMessageBytes,
      dial: (url, protocols) => {
        try {
          const socket = openSocket(WebSocket, url, protocols, this.#headers);
          this.#socket = new SocketAdapter(socket, sink, sink.crash);
          this.#wasOpen = false;
          this.#untoldCloses++;
          return this.#socket;
        } catch {
          return null;
        }
      },
      crash: (cause) => this.#instance.crash(cause),
      setTimer: (delay) => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#enter((core) => core.onDeadline()), delay);
      },
      clearTimer: () => clearTimeout(this.#timer),
      message: (data, route, keptAs, oldestKept, answered) => {
        const receivedAt = Date.now();
        if (this.#events.length > 0 && !this.#catchUp()) {
          // The core takes it for answered, and says nothing more of it.
          if (answered > 0) this.#listener.onRequestFailed(answered, 'DISCONNECTED', '');
          return;
        }
        if (typeof data !== 'string') return this.#listener.onBinary(data);
        const isWanted = route >= 0;
        if (keptAs > 0) {
          this.#texts.add({ sequence: keptAs, text: data, receivedAt }, oldestKept, isWanted);
        }
        if (isWanted) this.#listener.onMessage(data, route, keptAs, receivedAt, answered);
      },
      unpack: (text) => (batches ? unpack(text, batches) : undefined),
      settledRoute: (text) => this.#settled.find(text),
      settle: (text, route) => this.#settled.add(text, route),
      challenge: (data) => {
        this.#challenge = data;
      },
      invalid: (data) => {
        if (this.#catchUp()) this.#listener.onInvalid(data);
      },
      onState: (state, reason) => this.#tell((to) => to.onState(state as ConnectionState, reason)),
      onOpen: () => {
        this.#wasOpen = true;
        this.#tell((to) => to.onOpen());
      },
      onClose: (code, reason, wasClean, wasOpen) => {
        this.#untoldCloses--;
        this.#tell((to) => to.onClose(code, reason, wasClean, wasOpen));
      },
      onRetry: (attempt, delay) => this.#tell((to) => to.onRetry(attempt, delay)),
      onFailure: (code, detail, remedy) => this.#tell((to) => to.onFailure(code, detail, remedy)),
      onAddressWanted: (generation) => this.#tell((to) => to.onAddressWanted(generation)),
      onCredentialsWanted: (generation, isRenewal) =>
        // The challenge that asked for them comes only after this call, and before anybody is told of it.
        this.#tell((to) => to.onCredentialsWanted(generation, isRenewal, this.#challenge)),
      onRetryWanted: (generation) => this.#tell((to) => to.onRetryWanted(generation)),
      onReceipt: (receipt, delivery, reason, remedy) => {
        const outcome = deliveries[delivery];
        if (outcome === 'queued' || outcome === undefined) return;
        this.#tell((to) => to.onReceipt(receipt, outcome, reason, remedy));
      },
      onRequestFailed: (request, reason, remedy) =>
        this.#tell((to) => to.onRequestFailed(request, reason, remedy)),
      onDrain: () => this.#tell((to) => to.onDrain()),
    };
    return sink;
  }
}
