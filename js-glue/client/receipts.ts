import type { ChatwireError, ChatwireErrorCode } from './errors.ts';

/** Where a message stands: waiting, handed to an open socket, or given back. */
export type ReceiptStatus = 'queued' | 'sent' | 'dropped';

/** What became of one `send()`. */
export interface Receipt {
  /** Unique within its client. */
  readonly id: number;
  readonly status: ReceiptStatus;
  /** What was sent, as it was given. */
  readonly message: unknown;
  /**
   * Resolves when the message has been handed to an open socket; rejects with a `ChatwireError` when it was dropped.
   * Settles once. It may be ignored: its rejection raises no `unhandledrejection`.
   */
  readonly delivered: Promise<void>;
}

class PendingReceipt implements Receipt {
  status: ReceiptStatus = 'queued';
  #error: ChatwireError | undefined;
  #promise: Promise<void> | undefined;
  #settle: (() => void) | undefined;
  #unwatch: (() => void) | undefined;

  constructor(
    readonly id: number,
    readonly message: unknown,
    readonly isRequest: boolean,
  ) {}

  /** Made when it is first asked for: most senders never look. */
  get delivered(): Promise<void> {
    if (this.#promise) return this.#promise;
    this.#promise = new Promise<void>((resolve, reject) => {
      this.#settle = () => (this.#error ? reject(this.#error) : resolve());
    });
    this.#promise.catch(() => {});
    if (this.status !== 'queued') this.#settle?.();
    return this.#promise;
  }

  settle(status: 'sent' | 'dropped', error?: ChatwireError): void {
    this.status = status;
    this.#error = error;
    this.#unwatch?.();
    this.#settle?.();
  }

  /** Calls `cancel` when `signal` is aborted before this settles. */
  watch(signal: AbortSignal, cancel: () => void): void {
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel);
    // A signal may outlive many messages, and would hold on to all of them.
    this.#unwatch = () => signal.removeEventListener('abort', cancel);
  }
}

/** The receipts that are not settled yet. */
export class Receipts {
  readonly #pending = new Map<number, PendingReceipt>();
  readonly #droppedBy: Partial<Record<ChatwireErrorCode, number>> = {};
  #last = 0;

  /** How many messages wait to be sent. */
  get queued(): number {
    return this.#pending.size;
  }

  /** How many were dropped, by the reason. */
  get droppedBy(): Partial<Record<ChatwireErrorCode, number>> {
    return { ...this.#droppedBy };
  }

  /** `isRequest`: it is not handed back when it is dropped, for its sender is told otherwise. */
  open(message: unknown, isRequest = false): Receipt {
    // The core counts in 32 bits.
    this.#last = (this.#last + 1) >>> 0;
    const receipt = new PendingReceipt(this.#last, message, isRequest);
    this.#pending.set(receipt.id, receipt);
    return receipt;
  }

  /** Calls `cancel` when `signal` is aborted while the message waits. */
  watch(id: number, signal: AbortSignal, cancel: () => void): void {
    this.#pending.get(id)?.watch(signal, cancel);
  }

  sent(id: number): void {
    const receipt = this.#pending.get(id);
    if (!receipt) return;
    this.#pending.delete(id);
    receipt.settle('sent');
  }

  /** Gives back the receipt, for whoever wants its message; nothing where that was a request. */
  dropped(id: number, error: ChatwireError): Receipt | undefined {
    const receipt = this.#pending.get(id);
    if (!receipt) return undefined;
    this.#pending.delete(id);
    this.#droppedBy[error.code] = (this.#droppedBy[error.code] ?? 0) + 1;
    receipt.settle('dropped', error);
    return receipt.isRequest ? undefined : receipt;
  }

  /** Drops all that wait. Gives them back, oldest first. */
  dropAll(error: ChatwireError): Receipt[] {
    return [...this.#pending.keys()].flatMap((id) => this.dropped(id, error) ?? []);
  }
}
