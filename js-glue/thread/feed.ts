import type { TappedFrame } from '../core/frameTap.ts';
import type { ConnectionState, CoreListener, CoreStats, StoredFrame } from '../core/handle.ts';
import type { FrameStore } from '../core/textStore.ts';
import { BatchQueue } from './batchQueue.ts';
import { Checker } from './checker.ts';
import { FlushSchedule, type Timing } from './flushSchedule.ts';
import { TapQueue } from './tapQueue.ts';
import { routes, type CorePort, type PostedEvent, type Start } from './port.ts';

/** So many batches may be on their way to a page: while it works on one, the next is at hand. */
const BATCHES_AHEAD = 2;

/**
 * The page's listener, in the core's thread: gathers what the core tells, and posts it in batches, no faster than the page
 * takes them.
 */
export class Feed implements CoreListener, FrameStore {
  readonly isRelay = true;
  readonly #port: CorePort;
  readonly #stats: () => CoreStats;
  readonly #queue: BatchQueue;
  readonly #checker: Checker | undefined;
  readonly #tapped = new TapQueue();
  readonly #schedule: FlushSchedule;
  #untaken = 0;
  #isAsked = false;
  #isClosed = false;
  #oldestKept = 0;
  #state: PostedEvent | undefined;

  constructor(
    port: CorePort,
    { buffer, validation }: Pick<Start, 'buffer' | 'validation'>,
    stats: () => CoreStats,
    timing?: Timing,
  ) {
    this.#port = port;
    this.#stats = stats;
    this.#queue = new BatchQueue(buffer);
    this.#checker = validation && new Checker(validation);
    this.#schedule = new FlushSchedule(() => this.#flush(), timing);
  }

  /** The page is through with a batch. */
  taken(): void {
    if (this.#untaken > 0) this.#untaken--;
    // It has time again; what waited for that waits no longer.
    if (this.#hasNews) this.#schedule.message();
  }

  /** The page wants to know how things stand now, whether something has happened or not. */
  asked(): void {
    this.#isAsked = true;
    this.#schedule.soon();
  }

  /** Nobody listens any more. */
  close(): void {
    this.#isClosed = true;
  }

  /** The page has sent something. */
  answerExpected(): void {
    this.#schedule.answerExpected();
  }

  /** The page wants messages of a type, by its own number for it. */
  subscribed(type: string, route: number): void {
    this.#checker?.subscribed(type, route);
  }

  unsubscribed(type: string): void {
    this.#checker?.unsubscribed(type);
  }

  /** A `connect()` or `disconnect()` of the page has come, which `act` does. */
  reached(isEnd: boolean, act: () => void): void {
    this.#event(['onReached', isEnd]);
    act();
    // If it moved nothing, the page may still not know where things stand.
    if (this.#state) this.#event(this.#state);
  }

  /** A text that history keeps: the page has the store. If it is wanted, `onMessage` follows. */
  add(text: string, sequence: number, receivedAt: number, oldestKept: number, isWanted: boolean): void {
    this.#oldestKept = oldestKept;
    if (isWanted) return;
    this.#queue.addFrame(text, routes.onlyKept, sequence, receivedAt, oldestKept);
    this.#schedule.later();
  }

  /** Nobody asks for them here. */
  newestFirst(): StoredFrame[] {
    return [];
  }

  clear(): void {
    // There is nothing.
  }

  onMessage(text: string, route: number, sequence: number, receivedAt: number, answered: number): void {
    const isRight = this.#checker?.isRight(text, route) ?? true;
    this.#queue.addFrame(text, route, sequence, receivedAt, this.#oldestKept, answered, isRight);
    this.#schedule.message();
  }

  onBinary(bytes: ArrayBuffer): void {
    this.#queue.addFrame(bytes, routes.binary, 0, 0, 0);
    this.#schedule.message();
  }

  onInvalid(text: string): void {
    this.#queue.addFrame(text, routes.invalid, 0, 0, 0);
    this.#schedule.message();
  }

  onConnectHeard(call: number): void {
    this.#event(['onConnectHeard', call]);
  }

  onState(state: ConnectionState, reason: string): void {
    this.#state = ['onState', state, reason];
    this.#event(this.#state);
  }

  onOpen(): void {
    this.#event(['onOpen']);
  }

  onClose(code: number, reason: string, wasClean: boolean, wasOpen: boolean): void {
    this.#event(['onClose', code, reason, wasClean, wasOpen]);
  }

  onRetry(attempt: number, delay: number): void {
    this.#event(['onRetry', attempt, delay]);
  }

  onFailure(code: string, detail: string, remedy: string): void {
    this.#event(['onFailure', code, detail, remedy]);
  }

  onAddressWanted(generation: number): void {
    this.#event(['onAddressWanted', generation]);
  }

  onCredentialsWanted(generation: number, isRenewal: boolean, challenge: string): void {
    this.#event(['onCredentialsWanted', generation, isRenewal, challenge]);
  }

  onRetryWanted(generation: number): void {
    this.#event(['onRetryWanted', generation]);
  }

  onFrame(frame: TappedFrame): void {
    this.#tapped.add(frame);
    this.#schedule.later();
  }

  // A post each for a page that sends a thousand messages would cost it a thousand tasks.
  onSent(receipts: readonly number[]): void {
    this.#queue.addSent(receipts);
    this.#schedule.later();
  }

  onDropped(receipt: number, reason: string, remedy: string): void {
    this.#queue.addEvent(['onDropped', receipt, reason, remedy]);
    this.#schedule.later();
  }

  onRequestFailed(request: number, reason: string, remedy: string): void {
    this.#event(['onRequestFailed', request, reason, remedy]);
  }

  onDrain(): void {
    this.#event(['onDrain']);
  }

  onOverflow(count: number, bytes: number): void {
    this.#event(['onOverflow', count, bytes]);
  }

  onCrash(cause: unknown): void {
    // An error of WebAssembly is not sure to survive being posted.
    this.#event(['onCrash', String(cause)]);
  }

  get #hasNews(): boolean {
    return !this.#queue.isEmpty || !this.#tapped.isEmpty;
  }

  #event(event: PostedEvent): void {
    this.#queue.addEvent(event);
    this.#schedule.soon();
  }

  #flush(): boolean {
    if (this.#isClosed || this.#untaken >= BATCHES_AHEAD) return false;
    if (!this.#hasNews && !this.#isAsked) return false;
    this.#isAsked = false;
    const batch = this.#queue.take();
    // Not the empty ones: of those a platform may have a single one for all.
    const bytes = batch.frames.filter((frame) => typeof frame !== 'string' && frame.byteLength > 0);
    const transfer = [batch.numbers.buffer, ...(bytes as ArrayBuffer[])];
    const tapped = this.#tapped.isEmpty ? {} : { tapped: this.#tapped.take() };
    this.#port.postMessage({ ...batch, ...tapped, stats: this.#stats() }, transfer);
    this.#untaken++;
    return true;
  }
}
