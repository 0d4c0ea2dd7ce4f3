import { coreCrashed } from '../client/errors.ts';
import { binaryReader } from './binaryText.ts';
import { clockOf, type Clock } from './clock.ts';
import { printable } from '../client/printable.ts';
import type { CoreSink } from './coreSink.ts';
import { findFrames } from './findFrames.ts';
import { FrameTap } from './frameTap.ts';
import type { CoreCounters } from './coreCounters.ts';
import type { CoreOptions } from './coreOptions.ts';
import type { ChatClient as CoreClient } from './generated/chatwire-core.mjs';
import {
  normalTerms,
  type CoreStats,
  type ConnectionState,
  type CoreHandle,
  type CoreListener,
  type CoreRequest,
  type Hint,
  type StoredFrame,
  type StoredFrameQuery,
} from './handle.ts';
import type { CoreInstance } from './instance.ts';
import type { DialPolicy } from './dialable.ts';
import { openSocket } from './openSocket.ts';
import { Outgoing, type OutgoingMessage } from './outgoing.ts';
import { SettledRoutes } from './settledRoutes.ts';
import { SocketAdapter, type WebSocketConstructor } from './socketAdapter.ts';
import { noStats } from './stats.ts';
import { TextStore, type FrameStore } from './textStore.ts';
import { unpack, type BatchForm } from './unpack.ts';

/** What C++ is made with, and what it leaves to JavaScript. */
export type LocalCoreOptions = CoreOptions & {
  /** Frames may hold several messages. */
  readonly batches: BatchForm | undefined;
  /** Binary frames hold JSON, as UTF-8. */
  readonly binaryJson: boolean;
  readonly dialPolicy: DialPolicy;
};

/** In the order of port::Hint. */
const hints: readonly Hint[] = ['online', 'offline', 'awake', 'hidden', 'frozen'];

/** What C++ says of a send (port::Delivery). */
const deliveries = ['queued', 'sent', 'dropped'] as const;

/** What the JS library calls. */
interface LibrarySink {
  maxMessageBytes: number;
  /** See `FrameStore`. */
  isRelay: boolean;
  dial(url: string, protocols: string[]): SocketAdapter | null;
  /** Reads binary frames as texts, where they are such. */
  readBinary: ((bytes: ArrayBuffer) => string) | undefined;
  /** The messages in a frame, where it holds several. */
  unpack(text: string): string[] | undefined;
  /** See `SettledRoutes`. */
  settledRoute(text: string): number;
  settle(text: string, route: number): void;
  challenge(data: string): void;
  offer(socket: SocketAdapter, receipt: number, mostBuffered: number): number;
  hold(receipt: number): number;
  /** Of a message that waited. */
  onSent(receipt: number): void;
  /** `keptAs`: the number under which history keeps it, 0 where it does not. `oldestKept`: see `FrameStore`. */
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

/** What a socket does with a message (port::Handover). */
const handovers = { taken: 0, full: 1, refused: 2 } as const;

const CORE_CRASHED = 4010;

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
  readonly #typeKey: string;
  readonly #settled: SettledRoutes;
  readonly #outgoing = new Outgoing();
  readonly #tap: FrameTap;
  #events: (() => void)[] = [];
  /** What the last of these events tells, where that is what was sent. */
  #sent: number[] | undefined;
  #insideCore = false;
  #deliveryPlanned = false;
  #delivering = false;
  #destroyed = false;
  #ends = 0;
  #headers: Readonly<Record<string, string>> = {};
  #challenge = '';
  readonly #clock: Clock;
  #timer: unknown;
  /** The one that was dialled last. */
  #socket: SocketAdapter | undefined;
  #wasOpen = false;
  /** How many were dialled whose end has not been told. */
  #untoldCloses = 0;

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
    this.#clock = clockOf(WebSocket);
    this.#tap = new FrameTap(this.#clock.date);
    this.#typeKey = options.typeKey;
    this.#settled = new SettledRoutes(this.#typeKey);
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

  connect(call = 0): void {
    this.#enter((core) => {
      this.#tell((listener) => listener.onConnectHeard(call));
      core.connect();
    });
  }

  disconnect(code: number, reason: string): void {
    this.#ends++;
    this.#enter((core) => core.disconnect(code, reason));
  }

  send(receipt: number, frame: OutgoingMessage, { priority, ttl } = normalTerms): void {
    this.#enter((core) => {
      this.#outgoing.begin(receipt, frame);
      this.#noteDelivery(receipt, core.send(receipt, priority, ttl));
      this.#outgoing.end();
    });
  }

  request({ number, text, answerId, timeout }: CoreRequest, { priority, ttl } = normalTerms): void {
    this.#enter((core) => {
      this.#outgoing.begin(number, text);
      this.#noteDelivery(number, core.request(number, priority, ttl, answerId, timeout));
      this.#outgoing.end();
    });
  }

  cancelRequest(request: number): void {
    this.#enter((core) => core.cancelRequest(request));
  }

  matched(request: number): void {
    this.#enter((core) => core.matched(request));
  }

  cancel(receipt: number): void {
    this.#enter((core) => core.cancel(receipt));
  }

  hint(hint: Hint): void {
    this.#enter((core) => core.hint(hints.indexOf(hint)));
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

  history(query: StoredFrameQuery): StoredFrame[] {
    const oldestKept = this.#ask((core) => core.oldestKept());
    return findFrames(this.#texts.newestFirst(oldestKept), query, this.#typeKey);
  }

  clearHistory(): void {
    this.#ask((core) => core.clearHistory());
    this.#texts.clear();
  }

  tap(wanted: boolean): void {
    const isOver = this.#destroyed || this.#instance.death;
    this.#tap.listener = wanted && !isOver ? (frame) => this.#tell((to) => to.onFrame(frame)) : undefined;
  }

  stats(): CoreStats {
    const stats = this.#ask((core) => {
      const values = {} as CoreCounters;
      core.counters(values);
      const { rttP50, rttP95, lastOutage, longestOutage, ...others } = values;
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
    this.tap(false);
    this.#ask((core) => core.delete());
    this.#moveOut();
    this.#events = [];
    this.#outgoing.clear();
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
    this.#clock.clearTimeout(this.#timer);
    this.tap(false);
    this.#outgoing.clear();
    this.#texts.clear();
    this.#socket?.leave(CORE_CRASHED, 'CORE_CRASHED');
    for (; this.#untoldCloses > 0; this.#untoldCloses--) {
      this.#tell((listener) => listener.onClose(1006, 'CORE_CRASHED', false, this.#wasOpen));
    }
    this.#tell((listener) => listener.onCrash(cause));
  }

  #noteDelivery(receipt: number, delivery: number): void {
    // What was dropped at once has been told as an event, with its reason.
    if (deliveries[delivery] === 'sent') this.#noteSent(receipt);
  }

  /** Those that nothing happens between are told together: a long queue leaves at once. */
  #noteSent(receipt: number): void {
    if (this.#sent) return void this.#sent.push(receipt);
    const sent = [receipt];
    this.#tell((listener) => {
      if (this.#sent === sent) this.#sent = undefined;
      listener.onSent(sent);
    });
    this.#sent = sent;
  }

  #tell(event: (listener: CoreListener) => void): void {
    this.#sent = undefined;
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
    const { maxMessageBytes, batches, binaryJson, dialPolicy } = options;
    const clock = this.#clock;
    const sink: CoreSink & LibrarySink = {
      maxMessageBytes,
      isRelay: this.#texts.isRelay,
      dial: (url, protocols) => {
        try {
          const socket = openSocket(WebSocket, url, protocols, this.#headers, dialPolicy);
          this.#socket = new SocketAdapter(socket, sink, sink.crash, this.#tap);
          this.#wasOpen = false;
          this.#untoldCloses++;
          return this.#socket;
        } catch {
          return null;
        }
      },
      crash: (cause) => this.#instance.crash(cause),
      setTimer: (delay) => {
        clock.clearTimeout(this.#timer);
        this.#timer = clock.setTimeout(() => this.#enter((core) => core.onDeadline()), delay);
      },
      clearTimer: () => clock.clearTimeout(this.#timer),
      now: clock.now,
      date: clock.date,
      message: (data, route, keptAs, oldestKept, answered) => {
        const receivedAt = clock.date();
        if (this.#events.length > 0 && !this.#catchUp()) {
          // The core takes it for answered, and says nothing more of it.
          if (answered > 0) this.#listener.onRequestFailed(answered, 'DISCONNECTED', '');
          return;
        }
        if (typeof data !== 'string') return this.#listener.onBinary(data);
        const isWanted = route >= 0;
        if (keptAs > 0) this.#texts.add(data, keptAs, receivedAt, oldestKept, isWanted);
        if (isWanted) this.#listener.onMessage(data, route, keptAs, receivedAt, answered);
      },
      offer: (socket, receipt, mostBuffered) => {
        if (socket.bufferedAmount > mostBuffered) return handovers.full;
        return socket.offer(this.#outgoing.get(receipt)) ? handovers.taken : handovers.refused;
      },
      hold: (receipt) => this.#outgoing.hold(receipt),
      readBinary: binaryJson ? binaryReader() : undefined,
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
      onFailure: (code, detail, remedy) => {
        // A certificate that is not trusted, a port that nobody listens on: the core knows only that it failed.
        const why = code === 'CONNECTION_LOST' && this.#socket?.failure;
        const full = why ? `${detail}: ${printable(why, 200)}` : detail;
        this.#tell((to) => to.onFailure(code, full, remedy));
      },
      onAddressWanted: (generation) => this.#tell((to) => to.onAddressWanted(generation)),
      onCredentialsWanted: (generation, isRenewal) =>
        // The challenge that asked for them comes only after this call, and before anybody is told of it.
        this.#tell((to) => to.onCredentialsWanted(generation, isRenewal, this.#challenge)),
      onRetryWanted: (generation) => this.#tell((to) => to.onRetryWanted(generation)),
      onSent: (receipt) => {
        this.#outgoing.release(receipt);
        this.#noteSent(receipt);
      },
      onDropped: (receipt, reason, remedy) => {
        this.#outgoing.release(receipt);
        this.#tell((to) => to.onDropped(receipt, reason, remedy));
      },
      onRequestFailed: (request, reason, remedy) =>
        this.#tell((to) => to.onRequestFailed(request, reason, remedy)),
      onDrain: () => this.#tell((to) => to.onDrain()),
    };
    return sink;
  }
}
