import type { ServerMessage } from './messages.js';
import type { Peer } from './peer.js';

/**
 * Everything sent in answer to one message of the user: a streamed reply, or a workflow.
 *
 * It keeps what it sent until a client has all of it, so a client that lost its connection half-way gets it again
 * from the beginning on the next one. A socket never gets the same thing twice; across sockets a client tells
 * repetition by a chunk's `stream_id` and `index`, or by `workflow_id` and `step_number`.
 */
export class Exchange {
  readonly #peers: ReadonlySet<Peer>;
  readonly #onDelivered: (exchange: Exchange) => void;
  readonly #log: string[] = [];
  #size = 0;
  #isFinished = false;

  constructor(peers: ReadonlySet<Peer>, onDelivered: (exchange: Exchange) => void) {
    this.#peers = peers;
    this.#onDelivered = onDelivered;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Characters kept. */
  get size(): number {
    return this.#size;
  }

  send(message: ServerMessage): void {
    const text = JSON.stringify(message);
    this.#log.push(text);
    this.#size += text.length;
    for (const peer of this.#peers) peer.sendText(text);
  }

  /** Nothing follows. With nobody there to confirm, it waits for the next client. */
  finish(): void {
    this.#isFinished = true;
    for (const peer of this.#peers) this.#confirmBy(peer);
  }

  /** Brings a client that joins now up to date. */
  replayTo(peer: Peer): void {
    for (const text of this.#log) peer.sendText(text);
    if (this.#isFinished) this.#confirmBy(peer);
  }

  #confirmBy(peer: Peer): void {
    peer.confirm(() => this.#onDelivered(this));
  }
}
