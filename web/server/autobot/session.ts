import { Exchange } from './exchange.js';
import type { Correlation, ServerMessage, UserMessagePayload } from './messages.js';
import type { Peer } from './peer.js';
import { ReplyQueue } from './reply-queue.js';
import type { Responder } from '../responder/responder.js';
import { asksForWorkflow, Workflow } from './workflow.js';

/** What every chat needs from the server. */
export interface SessionServices {
  readonly responder: Responder;
  /** Pause before a workflow's step is done, milliseconds. */
  readonly stepDelay: number;
}

/** What became of a user's message. */
export type Verdict = 'accepted' | 'duplicate' | 'busy';

const MAX_SEEN_IDS = 4_096;
const MAX_WORKFLOWS = 8;
/** Characters of finished answers kept for clients that have not come back for them. */
const MAX_KEPT = 1024 * 1024;

/**
 * One chat: the clients in it, what they said, and the answers on their way. It outlives its connections, so an
 * answer goes on while the client is away and is complete when it comes back.
 */
export class Session {
  readonly chatId: string;
  readonly #services: SessionServices;
  readonly #peers = new Set<Peer>();
  readonly #exchanges = new Set<Exchange>();
  readonly #workflows = new Map<string, Workflow>();
  readonly #seenIds = new Set<string>();
  readonly #end = new AbortController();
  readonly #replies: ReplyQueue;

  constructor(chatId: string, services: SessionServices) {
    this.chatId = chatId;
    this.#services = services;
    this.#replies = new ReplyQueue(services.responder, () => this.#begin(), this.#end.signal);
  }

  /** True while no client is connected. */
  get isIdle(): boolean {
    return this.#peers.size === 0;
  }

  /** Lets a client in and sends it what it may have missed. Harmless when it is in already. */
  attach(peer: Peer): void {
    if (this.#peers.has(peer)) return;
    for (const exchange of this.#exchanges) exchange.replayTo(peer);
    this.#peers.add(peer);
  }

  detach(peer: Peer): void {
    this.#peers.delete(peer);
  }

  /** Takes a message from one client: the others see it, and it is answered, unless it was answered before. */
  receive(payload: UserMessagePayload, from: Peer): Verdict {
    const { message, message_id } = payload;
    if (message_id !== undefined && this.#seenIds.has(message_id)) return 'duplicate';
    const about: Correlation = { chat_id: this.chatId, ...(message_id !== undefined && { message_id }) };
    if (!this.#answer(message, about)) return 'busy';
    if (message_id !== undefined) this.#remember(message_id);
    this.#tellOthers(
      { type: 'user_message', payload: { message, ...about, timestamp: new Date().toISOString() } },
      from,
    );
    return 'accepted';
  }

  workflow(id: string): Workflow | undefined {
    return this.#workflows.get(id);
  }

  /** Stops every reply, workflow and timer of this chat. */
  dispose(): void {
    this.#end.abort();
  }

  #answer(message: string, about: Correlation): boolean {
    if (!asksForWorkflow(message)) return this.#replies.add({ message, about });
    if (this.#workflows.size >= MAX_WORKFLOWS) return false;
    const { stepDelay } = this.#services;
    const workflow = new Workflow(message, about, this.#begin(), stepDelay, this.#end.signal);
    this.#workflows.set(workflow.id, workflow);
    // Not in the queue of replies: a workflow may wait for approval while the chat goes on.
    void workflow.run().finally(() => this.#workflows.delete(workflow.id));
    return true;
  }

  #begin(): Exchange {
    this.#dropOldest();
    const exchange = new Exchange(this.#peers, (delivered) => this.#exchanges.delete(delivered));
    this.#exchanges.add(exchange);
    return exchange;
  }

  #dropOldest(): void {
    let kept = 0;
    for (const exchange of this.#exchanges) kept += exchange.size;
    for (const exchange of this.#exchanges) {
      if (kept <= MAX_KEPT) return;
      if (!exchange.isFinished) continue;
      kept -= exchange.size;
      this.#exchanges.delete(exchange);
    }
  }

  #remember(messageId: string): void {
    this.#seenIds.add(messageId);
    if (this.#seenIds.size <= MAX_SEEN_IDS) return;
    for (const oldest of this.#seenIds) {
      this.#seenIds.delete(oldest);
      return;
    }
  }

  #tellOthers(message: ServerMessage, from: Peer): void {
    const text = JSON.stringify(message);
    for (const peer of this.#peers) if (peer !== from) peer.sendText(text);
  }
}
