import { utf8Length } from './utf8Length.ts';

/** What goes out: a text as it is, or bytes. */
export type OutgoingMessage = string | Uint8Array<ArrayBuffer>;

/**
 * The messages of the application that were not sent yet, by their receipts. C++ decides when each of them leaves, and never
 * sees one: to bring a text into WebAssembly and out again costs more than to send it.
 */
export class Outgoing {
  readonly #waiting = new Map<number, OutgoingMessage>();
  /** The one whose call is under way: most leave at once, and cost no place in a map. */
  #receipt = 0;
  #message: OutgoingMessage = '';

  begin(receipt: number, message: OutgoingMessage): void {
    this.#receipt = receipt;
    this.#message = message;
  }

  /** The call is over. */
  end(): void {
    this.begin(0, '');
  }

  get(receipt: number): OutgoingMessage {
    return receipt === this.#receipt ? this.#message : (this.#waiting.get(receipt) ?? '');
  }

  /** It has to wait. Gives back its size on the wire, in bytes. */
  hold(receipt: number): number {
    const message = this.get(receipt);
    this.#waiting.set(receipt, message);
    return typeof message === 'string' ? utf8Length(message) : message.length;
  }

  /** It was sent, or dropped. */
  release(receipt: number): void {
    this.#waiting.delete(receipt);
  }

  clear(): void {
    this.#waiting.clear();
  }
}
