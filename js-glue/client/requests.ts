import type { CoreHandle } from '../core/handle.ts';
import { ChatwireError, type ChatwireErrorCode } from './errors.ts';
import type { Message } from './message.ts';
import type { Receipt, Receipts } from './receipts.ts';
import type { ResolvedRequest } from './requestOptions.ts';

interface Pending {
  readonly type: string;
  readonly receipt: Receipt;
  readonly match: ((message: Message) => boolean) | undefined;
  readonly resolve: (answer: Message) => void;
  readonly reject: (error: ChatwireError) => void;
  readonly unwatch: () => void;
}

/**
 * The promises of the requests that are not settled yet. The core decides when one is over (src/core/requests.h); but where
 * answers repeat no id, who is answered is decided here, by the functions that were given for it.
 */
export class Requests {
  readonly #core: Pick<CoreHandle, 'request' | 'cancelRequest' | 'matched'>;
  readonly #receipts: Receipts;
  readonly #onThrow: (error: unknown) => void;
  /** By the number of their receipt, the oldest first. */
  readonly #pending = new Map<number, Pending>();

  constructor(
    core: Pick<CoreHandle, 'request' | 'cancelRequest' | 'matched'>,
    receipts: Receipts,
    onThrow: (error: unknown) => void,
  ) {
    this.#core = core;
    this.#receipts = receipts;
    this.#onThrow = onThrow;
  }

  make(request: ResolvedRequest): Promise<Message> {
    const { type, payload, text, id, match, timeout, terms, signal } = request;
    const receipt = this.#receipts.open({ type, payload }, true);
    const number = receipt.id;
    const answer = new Promise<Message>((resolve, reject) => {
      const cancel = () => this.#cancel(number, cancelled(request));
      signal?.addEventListener('abort', cancel);
      // A signal may outlive many requests, and would hold on to all of them.
      const unwatch = () => signal?.removeEventListener('abort', cancel);
      this.#pending.set(number, { type, receipt, match, resolve, reject, unwatch });
    });
    this.#core.request({ number, text, answerId: match ? '' : id, timeout }, terms);
    return answer;
  }

  /** A message came. `answered` is the request that it answers by its id; 0: none. */
  receive(message: Message, answered: number): void {
    if (this.#pending.size === 0) return;
    if (answered === 0) return this.#match(message);
    if (message.isValid) this.#take(answered)?.resolve(message);
    else this.abandoned(answered, 'INVALID_MESSAGE', 'The event invalid tells what is wrong with it.');
  }

  /** The core has given it up. */
  abandoned(number: number, code: string, remedy: string): void {
    const pending = this.#take(number);
    if (!pending) return;
    const detail = `No answer to '${pending.type}'`;
    pending.reject(new ChatwireError(code as ChatwireErrorCode, { detail, remedy }));
  }

  /** There is no core any more. */
  failAll(error: ChatwireError): void {
    for (const number of [...this.#pending.keys()]) this.#take(number)?.reject(error);
  }

  /** The same where there will be one: it must not send what nobody waits for. */
  cancelAll(error: ChatwireError): void {
    for (const number of [...this.#pending.keys()]) this.#cancel(number, error);
  }

  #cancel(number: number, error: ChatwireError): void {
    this.#take(number)?.reject(error);
    this.#core.cancelRequest(number);
  }

  #match(message: Message): void {
    for (const [number, { match, receipt, resolve }] of this.#pending) {
      // What was not sent cannot have been answered.
      if (!match || receipt.status !== 'sent') continue;
      if (!message.isValid || !this.#says(match, message)) continue;
      // Its function may have cancelled it, or destroyed the client.
      if (!this.#take(number)) return;
      resolve(message);
      return this.#core.matched(number);
    }
  }

  #says(match: (message: Message) => boolean, message: Message): boolean {
    try {
      return match(message);
    } catch (error) {
      this.#onThrow(error);
      return false;
    }
  }

  #take(number: number): Pending | undefined {
    const pending = this.#pending.get(number);
    pending?.unwatch();
    this.#pending.delete(number);
    return pending;
  }
}

/** What a request is rejected with whose signal is aborted. */
export function cancelled({ type, signal }: ResolvedRequest): ChatwireError {
  return new ChatwireError('CANCELLED', {
    detail: `The request '${type}' was cancelled`,
    cause: signal?.reason,
  });
}
