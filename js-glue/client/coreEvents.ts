import type { Credentials } from '../auth/credentials.ts';
import { clockOf } from '../core/clock.ts';
import type { ConnectionState, CoreHandle, CoreListener } from '../core/handle.ts';
import type { TappedFrame } from '../core/frameTap.ts';
import { ChatwireError, coreCrashed, type ChatwireErrorCode } from './errors.ts';
import { Message } from './message.ts';
import type { CloseDetails } from './options.ts';
import { printable } from './printable.ts';
import { Reading } from './reading.ts';
import type { Fault } from '../validation/standardSchema.ts';
import type { Requests } from './requests.ts';
import type { ResolvedOptions } from './resolveOptions.ts';
import type { Status } from './status.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Taps } from './taps.ts';

/** Close codes that speak of credentials (C6). */
const AUTH_CODES = [1008, 4401, 4403];

/** The parts of a client that hear of it. */
export interface Told {
  readonly core: Pick<CoreHandle, 'decideRetry'>;
  readonly status: Status;
  readonly credentials: Credentials;
  readonly subscriptions: Subscriptions;
  readonly requests: Requests;
  readonly taps: Taps;
  /** The core has told its last; `isGone`: by no fault of its own. */
  readonly onCrash: (error: ChatwireError, isGone: boolean) => void;
}

/** What the core tells, passed on to the part of the client that it concerns: as events, promises and objects. */
export class CoreEvents implements CoreListener {
  readonly #told: Told;
  readonly #options: Pick<ResolvedOptions, 'validation' | 'shouldReconnect' | 'WebSocket'>;
  readonly #reading: Reading;
  /** Of messages that are not to be checked, or have been. */
  readonly #trustful: Reading;
  #lastClose: CloseDetails = { code: 1006, reason: '', wasClean: false, wasOpen: false };

  constructor(
    told: Told,
    options: Pick<ResolvedOptions, 'profile' | 'validation' | 'shouldReconnect' | 'WebSocket'>,
  ) {
    this.#told = told;
    this.#options = options;
    const onInvalid = (text: string, fault: Fault) => told.status.events.emit('invalid', { text, ...fault });
    this.#reading = new Reading(options.profile, onInvalid, options.validation);
    this.#trustful = new Reading(options.profile, onInvalid);
  }

  onMessage(
    text: string,
    route: number,
    sequence: number,
    receivedAt: number,
    answered: number,
    isRight = !this.#options.validation.isOn,
  ): void {
    const { subscriptions, requests } = this.#told;
    const reading = isRight ? this.#trustful : this.#reading;
    const message = new Message(text, subscriptions.typeOf(route), reading, sequence, receivedAt);
    requests.receive(message, answered);
    if (!isRight && !message.isValid) return;
    subscriptions.dispatch(message, route);
  }

  onBinary(bytes: ArrayBuffer): void {
    this.#told.status.events.emit('binary', bytes);
  }

  onInvalid(text: string): void {
    this.#told.status.events.emit('invalid', { text, path: '', reason: 'is no JSON object' });
  }

  onConnectHeard(call: number): void {
    const { connecting, state } = this.#told.status;
    connecting.heard(call);
    if (state === 'connected') connecting.settleHeard();
  }

  onState(state: ConnectionState, reason: string): void {
    const { credentials, status } = this.#told;
    if (state === status.state) return;
    // Whatever was being asked, was asked for a link that is gone.
    if (state === 'reconnecting' || state === 'closed' || state === 'failed') credentials.forget();
    // Not with the close itself: it may be of the socket before, which a connect() while closing leaves behind.
    if (state === 'reconnecting' || reason === 'CONNECTION_LOST') {
      const { code, reason: said } = this.#lastClose;
      const detail = `closed with ${code} ${printable(said, 123)}`.trim();
      status.connecting.settleHeard(new ChatwireError('CONNECTION_LOST', { detail }));
    } else if (state === 'closed') {
      status.connecting.settleHeard(new ChatwireError('DISCONNECTED'));
    }
    status.changeState(state, reason);
  }

  onOpen(): void {
    const { credentials, status } = this.#told;
    status.connecting.settleHeard();
    credentials.wasRefused = false;
    status.tell('open', undefined);
  }

  onClose(code: number, reason: string, wasClean: boolean, wasOpen: boolean): void {
    const { credentials, status } = this.#told;
    this.#lastClose = { code, reason, wasClean, wasOpen };
    if (AUTH_CODES.includes(code)) credentials.wasRefused = true;
    status.tell('close', { code, reason, wasClean, wasOpen });
  }

  onRetry(attempt: number, delay: number): void {
    const { status } = this.#told;
    const { date } = clockOf(this.#options.WebSocket);
    status.change({ attempt, retryAt: date() + delay });
    status.tell('retry', { attempt, delay });
  }

  onFailure(code: string, detail: string, remedy: string): void {
    const { credentials, status } = this.#told;
    const error = new ChatwireError(code as ChatwireErrorCode, { detail, remedy });
    if (error.code === 'AUTH_REJECTED') credentials.wasRefused = true;
    status.connecting.settleHeard(error);
    status.fail(error);
  }

  onAddressWanted(generation: number): void {
    this.#told.credentials.addressWanted(generation);
  }

  onCredentialsWanted(generation: number, isRenewal: boolean, challenge: string): void {
    this.#told.credentials.credentialsWanted(
      generation,
      isRenewal,
      challenge ? new Message(challenge, undefined, this.#reading, 0, Date.now()) : undefined,
    );
  }

  onRetryWanted(generation: number): void {
    this.#told.core.decideRetry(generation, this.#shouldReconnect());
  }

  onFrame(frame: TappedFrame): void {
    this.#told.taps.show(frame);
  }

  onSent(ids: readonly number[]): void {
    const { status } = this.#told;
    for (const id of ids) status.receipts.sent(id);
    status.countQueued();
  }

  onDropped(id: number, reason: string, remedy: string): void {
    const { status } = this.#told;
    status.drop(id, new ChatwireError(reason as ChatwireErrorCode, { remedy }));
    status.countQueued();
  }

  onRequestFailed(id: number, reason: string, remedy: string): void {
    this.#told.requests.abandoned(id, reason, remedy);
  }

  onDrain(): void {
    this.#told.status.events.emit('drain', undefined);
  }

  onOverflow(count: number, bytes: number): void {
    this.#told.status.overflow(count, bytes);
  }

  onCrash(cause: unknown, isGone = false): void {
    this.#told.onCrash(cause instanceof ChatwireError ? cause : coreCrashed(cause), isGone);
  }

  #shouldReconnect(): boolean | undefined {
    try {
      return this.#options.shouldReconnect?.(this.#lastClose);
    } catch (cause) {
      this.#told.status.reportThrow(cause);
      return undefined;
    }
  }
}
