import { checkOtherAuth } from '../auth/checkAuth.ts';
import { Credentials } from '../auth/credentials.ts';
import type { AuthOptions } from '../auth/options.ts';
import type { NeutralEvent, Profile } from '../profiles/profile.ts';
import { DeferredCore } from '../core/deferredCore.ts';
import type { TappedFrame } from '../core/frameTap.ts';
import type { ConnectionState, Hint } from '../core/handle.ts';
import { headerStyle } from '../core/openSocket.ts';
import type { OutgoingMessage } from '../core/outgoing.ts';
import type { AnyMessages, MessageMap, SystemMessages } from '../messages/messageMap.ts';
import { openCore } from '../thread/openCore.ts';
import { check } from './check.ts';
import { clientStats, type ClientStats, type Where } from './clientStats.ts';
import { CoreEvents } from './coreEvents.ts';
import type { Unsubscribe } from './emitter.ts';
import { toBytes, toFrame } from './encode.ts';
import { ChatwireError, destroyed } from './errors.ts';
import type { ClientEvents } from './events.ts';
import { checkedQuery, type HistoryQuery } from './historyQuery.ts';
import { Message } from './message.ts';
import { subscribeByMeaning } from './neutralEvents.ts';
import type { ChatClientOptions } from './options.ts';
import { Reading } from './reading.ts';
import type { Receipt } from './receipts.ts';
import { resolveRequest, type RequestOptions } from './requestOptions.ts';
import { cancelled, Requests } from './requests.ts';
import { resolveOptions, type ResolvedOptions } from './resolveOptions.ts';
import { resolveTerms, type SendOptions } from './sendOptions.ts';
import type { ConnectionSnapshot } from './snapshot.ts';
import { Status } from './status.ts';
import { Subscriptions, type MessageHandler } from './subscriptions.ts';
import { Taps } from './taps.ts';
import type { TraceEntry } from './trace.ts';
import type {
  AnyMeaning,
  AnyType,
  ClientType,
  FrameOf,
  Meaning,
  MessageOf,
  PayloadAnd,
  ServerType,
} from './typedMessages.ts';
import { watchHints } from './watchHints.ts';
import { Writing } from './writing.ts';

/** In these a client does nothing by itself. */
const restingStates: ConnectionState[] = ['idle', 'closing', 'closed', 'failed'];

/**
 * One connection to one server. Made by {@link createChatClient}.
 *
 * It may be used at once: what is called before the WebAssembly core is loaded waits for it. The core decides when to dial,
 * what to keep and who gets what (src/core); this class turns that into promises, events and objects.
 *
 * @typeParam Messages What is sent and received, by type. It is taken at its word: nothing is checked, unless the option
 * `schemas` does. Default: any type, any payload.
 */
export class ChatClient<Messages extends MessageMap = AnyMessages> {
  readonly #options: ResolvedOptions;
  readonly #core = new DeferredCore();
  readonly #status = new Status();
  readonly #subscriptions = new Subscriptions(this.#core, this.#status.reportThrow);
  readonly #taps = new Taps(this.#core, this.#status.reportThrow);
  readonly #requests = new Requests(this.#core, this.#status.receipts, this.#status.reportThrow);
  readonly #credentials: Credentials;
  readonly #listener: CoreEvents;
  readonly #writing: Writing;
  /** For history: what is invalid was told when it came. */
  readonly #rereading: Reading;
  #where: Where;
  #load: Promise<void> | undefined;
  #stopWatching: Unsubscribe | undefined;
  #destroyed = false;

  /** @internal */
  constructor(options: ChatClientOptions) {
    this.#options = resolveOptions(options);
    this.#where = { thread: this.#options.thread.type };
    const { url, protocols, auth, WebSocket, profile, validation } = this.#options;
    this.#writing = new Writing(profile);
    this.#rereading = new Reading(profile, () => {}, validation);
    const usesHeaders = headerStyle(WebSocket) !== undefined;
    const address = { url, protocols, usesHeaders };
    this.#credentials = new Credentials(this.#core, address, this.#writing, auth, (error) => {
      this.#status.connecting.settleHeard(error);
      this.#status.fail(error);
    });
    const parts = {
      core: this.#core,
      status: this.#status,
      credentials: this.#credentials,
      subscriptions: this.#subscriptions,
      requests: this.#requests,
      taps: this.#taps,
      onCrash: (error: ChatwireError, isGone: boolean) => this.#outlive(error, isGone),
    };
    this.#listener = new CoreEvents(parts, this.#options);
  }

  /** `destroy()` was called: it is of no use any more. */
  get isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** How the frames of its system look, and what it expects: the one that the option names, or the application's own. */
  get profile(): Profile {
    return this.#options.profile;
  }

  /**
   * So many dials in a row may fail after a link was lost, or after the first dial, before the client gives up:
   * `reconnect.maxAttempts`, else the profile's. 0 with `reconnect: false`; Infinity where it never gives up.
   */
  get maxAttempts(): number {
    const { reconnect, maxAttempts } = this.#options.core;
    return reconnect ? maxAttempts : 0;
  }

  /** Where the connection stands. */
  get state(): ConnectionState {
    return this.#status.state;
  }

  /** The same as the profile's system calls it (C3). */
  get stateName(): string {
    return this.#options.profile.states[this.state];
  }

  /**
   * Dials, unless a connection is open or on its way; while a retry is pending, at once and with a fresh budget. Settles on
   * the first outcome; later retries do not change it. May be ignored.
   */
  connect(): Promise<void> {
    const outcome = this.#status.connecting.wait();
    if (this.#destroyed) this.#status.connecting.settle(destroyed());
    const isLoading = !this.#destroyed && !this.#core.isAttached;
    this.#start();
    // Whatever the state: within a handler, more may have happened than any event has told of yet.
    this.#core.connect(this.#status.connecting.calls);
    // The first thing that the core will say, said at once: loading it takes a moment.
    if (isLoading) this.#status.changeState('connecting');
    return outcome;
  }

  /**
   * Closes on purpose and does not come back by itself. A `connect()` that still waits is rejected. What is queued is dropped, and told by `unsent`, unless
   * `outbox.keepOnDisconnect` is set.
   *
   * @param code 1000 (default), or a code of your own from 3000 to 4999.
   * @param reason At most 123 bytes of it are sent.
   */
  disconnect(code = 1000, reason = 'Client disconnect'): void {
    check.closeCode(code);
    check.text('reason', reason);
    this.#credentials.forget();
    this.#status.connecting.settle(new ChatwireError('DISCONNECTED'));
    this.#core.disconnect(code, reason);
  }

  /**
   * Other credentials from now on, in the same ways as the option `auth`. What was asked for before is not used any more: a
   * dial under way begins anew, and a usable link that got its credentials by a message gets the new ones so. In the other
   * ways they count from the next dial.
   *
   * @throws TypeError where the ways are not those that the client was made with.
   */
  setAuth(auth: AuthOptions): void {
    checkOtherAuth(auth, this.#options);
    this.#credentials.replace(auth);
    this.#core.renewCredentials();
  }

  /**
   * Sends a message of this type; while there is no connection, it waits for one (docs/OUTBOX.md). Throws `UNSERIALIZABLE`
   * for a payload that JSON cannot say, NaN and Infinity among them.
   */
  send(type: AnyType<ClientType<Messages>>, payload?: unknown, options?: SendOptions): Receipt;
  /** Sends a message of a type that the client's system knows, with a payload of its kind. */
  send<Type extends ClientType<Messages>>(
    type: Type,
    ...payload: PayloadAnd<Messages['client'][Type], SendOptions>
  ): Receipt;
  /** Sends a whole frame as it is: an object as JSON, bytes as a binary frame. */
  send(frame: FrameOf<Messages>, options?: SendOptions): Receipt;
  send(first: string | object, second?: unknown, third?: SendOptions): Receipt {
    return typeof first === 'string'
      ? this.#sendTyped(first, second, third)
      : this.#sendFrame(first, second as SendOptions | undefined);
  }

  /**
   * Sends a plain text as the profile's system sends what a user wrote, such as `{"type":"chat_message","data":{"message":…}}`
   * (C11).
   *
   * @param details Further members of its payload, such as the chat that it belongs to.
   * @throws TypeError where the system has no such message: `base` and `dashboard`.
   */
  sendMessage(text: string, details: object = {}, options?: SendOptions): Receipt {
    const { type, payload } = this.#writing.textMessage(text, details);
    return type ? this.#sendTyped(type, payload, options) : this.#sendFrame(payload, options);
  }

  /** Sends a text as it is. */
  sendText(text: string, options?: SendOptions): Receipt {
    check.text('text', text);
    return this.#post(text, text, options);
  }

  /**
   * Resolves when no message waits to be sent, at once if so. Rejects with a `ChatwireError` when those that waited were
   * dropped because the client disconnected, gave up or was destroyed; one that expired, was cancelled or had to make room
   * is waited for no longer. May be ignored.
   */
  drained(): Promise<void> {
    const outcome = this.#status.draining.wait();
    if (this.#status.receipts.queued === 0) this.#status.draining.settle();
    return outcome;
  }

  /**
   * Sends a message of this type and waits for the answer to it: the next message with the same id, or the one that
   * `options.match` knows (docs/REQUESTS.md). Subscribers of its type get it as well.
   *
   * Rejects with a `ChatwireError`: `REQUEST_TIMEOUT`; `CANCELLED` by its signal; `CONNECTION_LOST` or `DISCONNECTED` when the
   * link ended that it was sent on; or why its message was dropped. What has been rejected is not sent any more. Wrong
   * arguments reject with a `TypeError`. May be ignored.
   *
   * @typeParam Payload What the server promises of the answer's payload. It is taken at its word: nothing is checked.
   */
  request<Payload = unknown>(
    type: AnyType<ClientType<Messages>>,
    payload?: unknown,
    options?: RequestOptions,
  ): Promise<Message<Payload>>;
  /** The same for a type that the client's system knows. The answer is any message of the server: see its `type`. */
  request<Type extends ClientType<Messages>>(
    type: Type,
    ...payload: PayloadAnd<Messages['client'][Type], RequestOptions>
  ): Promise<MessageOf<Messages>>;
  request(type: string, payload?: unknown, options: RequestOptions = {}): Promise<Message> {
    const answer = this.#request(type, payload, options);
    answer.catch(() => {});
    return answer;
  }

  /**
   * Calls `handler` for each message of `type`, or of all types (`'*'`). Messages of types that nobody subscribed to are not
   * even parsed. A handler that throws stops no other one: it is reported as an `error`.
   *
   * @typeParam Payload What the server promises of the payload. It is taken at its word: nothing is checked.
   */
  subscribe<Payload = unknown>(
    type: AnyType<ServerType<Messages>>,
    handler: (message: Message<Payload>) => void,
  ): Unsubscribe;
  /** The same for a type that the client's system knows: the handler knows the payload. */
  subscribe<Type extends ServerType<Messages>>(
    type: Type,
    handler: (message: MessageOf<Messages, Type>) => void,
  ): Unsubscribe;
  /** The same for all types. A `type` that the client's system does not know may be among them. */
  subscribe(type: '*', handler: (message: MessageOf<Messages>) => void): Unsubscribe;
  subscribe(type: string, handler: (message: never) => void): Unsubscribe {
    check.function('handler', handler);
    return this.#subscriptions.add(this.#writing.wantedType(type), handler as MessageHandler);
  }

  /** Calls `handler` for each such event. */
  on<Name extends keyof ClientEvents>(name: Name, handler: (event: ClientEvents[Name]) => void): Unsubscribe;
  /**
   * Calls `handler` for each message that means this in the profile's system, whatever it is called there: `answer` is
   * `chat_response`, `response` or `llm_response` (docs/PROFILES.md). A system without such a message never calls it.
   */
  on<Payload = unknown>(
    name: AnyMeaning<Messages>,
    handler: (message: Message<Payload>) => void,
  ): Unsubscribe;
  /** The same where the client's system says which messages mean it: the handler knows their payloads. */
  on<Event extends NeutralEvent>(
    name: Event,
    handler: (message: Meaning<Messages, Event>) => void,
  ): Unsubscribe;
  on(name: keyof ClientEvents | NeutralEvent, handler: (event: never) => void): Unsubscribe {
    check.function('handler', handler);
    const sources = this.#options.profile.events[name as NeutralEvent];
    if (sources) return subscribeByMeaning(sources, this.#subscriptions, handler as MessageHandler);
    return this.#status.events.on(name as 'open', handler as (event: undefined) => void);
  }

  /**
   * The same object until something in it changed. Bound, like `onChange`: `useSyncExternalStore(client.onChange,
   * client.getSnapshot)`.
   */
  readonly getSnapshot = (): ConnectionSnapshot => this.#status.snapshot;

  /** Calls `listener` whenever `getSnapshot()` gives a new object. */
  readonly onChange = (listener: () => void): Unsubscribe => this.#status.changes.on('change', listener);

  /** Received messages that are still kept, oldest first. Parsed anew at each call. */
  history(query: HistoryQuery = {}): MessageOf<Messages>[] {
    const messages = this.#core
      .history(checkedQuery(query))
      .map(
        ({ text, sequence, receivedAt }) =>
          new Message(text, query.type, this.#rereading, sequence, receivedAt),
      )
      .filter(({ isValid }) => isValid);
    return messages as MessageOf<Messages>[];
  }

  /** Forgets all kept messages. */
  clearHistory(): void {
    this.#core.clearHistory();
  }

  /** Counters, round trips and what waits, as of now; in a Worker, as of its last batch. */
  stats(): ClientStats {
    return clientStats(
      this.#core.stats(),
      this.#status.receipts.droppedBy,
      this.#status.overflowed,
      this.#where,
    );
  }

  /** The last 256 things that happened to the connection, oldest first: plain data, to show or to send in a bug report. */
  trace(): TraceEntry[] {
    return this.#status.trace.entries();
  }

  /**
   * Calls `listener` for every frame that comes or leaves from now on, whichever socket it belongs to: pings, credentials and
   * what nobody subscribed to among them (docs/INSPECTING.md). It sees secrets. Without a listener it costs nothing.
   */
  tap(listener: (frame: TappedFrame) => void): Unsubscribe {
    check.function('listener', listener);
    return this.#taps.add(listener);
  }

  /** Closes the connection and frees what the client holds. What is queued is dropped, as by `disconnect()`. Any later call does nothing. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#stopWatching?.();
    this.#credentials.forget();
    this.#core.destroy();
    const error = destroyed();
    this.#status.draining.settle(error);
    this.#status.giveBack(this.#status.receipts.dropAll(error), error);
    this.#requests.failAll(error);
    this.#status.connecting.settle(error);
    this.#status.end(error.code);
    this.#subscriptions.clear();
    this.#taps.clear();
  }

  /** Loads the core if that has not happened; after a failure, once more. */
  #start(): void {
    if (this.#load || this.#destroyed) return;
    this.#load = this.#loadCore().catch((cause: unknown) => {
      this.#load = undefined;
      if (this.#destroyed) return;
      const error = cause instanceof ChatwireError ? cause : new ChatwireError('WASM_UNAVAILABLE', { cause });
      // Settled before anybody is told: who connects on hearing of it means the next try.
      this.#status.connecting.settle(error);
      // Messages wait for the next connect(); but without a core nobody counts the time of a request.
      this.#requests.cancelAll(error);
      this.#status.fail(error);
      this.#status.changeState('failed', error.code);
    });
  }

  async #loadCore(): Promise<void> {
    const { core, ...where } = await openCore(this.#options, this.#listener);
    if (this.#destroyed) return core.destroy();
    this.#where = where;
    const tell = (hint: Hint) => this.#hint(hint);
    this.#stopWatching = watchHints(this.#options.hints, tell, this.#status.reportThrow);
    this.#core.attach(core);
  }

  /** All that the core held is handed back. The next connect() or send() loads another one. */
  #outlive(error: ChatwireError, isGone: boolean): void {
    const wasUp = !restingStates.includes(this.state);
    this.#credentials.forget();
    this.#stopWatching?.();
    this.#load = undefined;
    this.#core.detach();
    this.#subscriptions.renew();
    this.#taps.renew();
    // Settled before anybody is told: who connects or sends on hearing of it means the next core.
    const unsent = this.#status.receipts.dropAll(error);
    this.#requests.failAll(error);
    this.#status.connecting.settle(error);
    this.#status.draining.settle(error);
    this.#status.countQueued();
    this.#status.changeState('failed', error.code);
    this.#status.fail(error);
    this.#status.giveBack(unsent, error);
    // It was not the core's fault, so the next one will do. Unless somebody who heard of it has decided otherwise.
    if (isGone && wasUp && this.state === 'failed') void this.connect();
  }

  async #request(type: string, payload: unknown, options: RequestOptions): Promise<Message> {
    const request = resolveRequest(type, payload, options, this.#writing, this.#options.terms);
    if (this.#destroyed) throw destroyed();
    if (request.signal?.aborted) throw cancelled(request);
    this.#start();
    const answer = this.#requests.make(request);
    this.#status.countQueued();
    return answer;
  }

  #sendTyped(type: string, payload: unknown, options: SendOptions | undefined): Receipt {
    this.#writing.type('type', type);
    return this.#post({ type, payload }, this.#writing.message(type, payload), options);
  }

  #sendFrame(message: object, options: SendOptions | undefined): Receipt {
    check.object('frame', message);
    return this.#post(message, toBytes(message) ?? toFrame(this.#writing.stamped(message)), options);
  }

  #post(message: unknown, frame: OutgoingMessage, options: SendOptions | undefined): Receipt {
    const terms = resolveTerms(options, this.#options.terms);
    const receipt = this.#status.receipts.open(message);
    if (this.#destroyed) {
      this.#status.receipts.dropped(receipt.id, destroyed());
      return receipt;
    }
    const signal = options?.signal;
    if (signal?.aborted) {
      this.#status.drop(
        receipt.id,
        new ChatwireError('CANCELLED', { detail: 'The signal was aborted before' }),
      );
      return receipt;
    }
    this.#start();
    this.#core.send(receipt.id, frame, terms);
    if (signal) this.#status.receipts.watch(receipt.id, signal, () => this.#core.cancel(receipt.id));
    this.#status.countQueued();
    return receipt;
  }

  #hint(hint: Hint): void {
    if (this.#destroyed) return;
    this.#status.trace.add({ kind: 'hint', hint });
    const online = hint === 'online' || (hint !== 'offline' && this.#status.snapshot.online);
    if (online !== this.#status.snapshot.online) this.#status.change({ online });
    this.#core.hint(hint);
  }
}

/**
 * Makes a client. It opens nothing before `connect()`, so it may be made while a server renders a page. A profile by name
 * brings the types of its system's messages; else they are the type argument's, or anything.
 *
 * @throws TypeError that names the option which is wrong.
 */
export function createChatClient<Name extends keyof SystemMessages>(
  options: ChatClientOptions & { profile: Name },
): ChatClient<SystemMessages[Name]>;
export function createChatClient<Messages extends MessageMap = AnyMessages>(
  options: ChatClientOptions,
): ChatClient<Messages>;
export function createChatClient(options: ChatClientOptions): ChatClient<MessageMap> {
  return new ChatClient<MessageMap>(options);
}
