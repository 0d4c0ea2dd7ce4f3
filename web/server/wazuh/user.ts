import { randomUUID } from 'node:crypto';
import type { Connection } from '../connections.js';
import { RecentMap } from '../recent-map.js';
import { answer, explainFailure } from '../responder/answer.js';
import { Conversation } from '../responder/conversation.js';
import type { Responder, Turn } from '../responder/responder.js';
import { shorten } from '../responder/text-facts.js';
import { frame, type ChatData, type ServerData } from './messages.js';

const MAX_SESSIONS = 64;
/** Answers kept for a user who is away. */
const MAX_KEPT = 16;
const MAX_TITLE_LENGTH = 40;

/** One user: the connections of all their tabs, their sessions, and the answers on their way. */
export class User {
  readonly #responder: Responder;
  readonly #signal: AbortSignal;
  readonly #connections = new Set<Connection>();
  readonly #sessions = new RecentMap<Conversation>(MAX_SESSIONS);
  /** Answers that came while nobody was there. */
  readonly #kept: string[] = [];

  constructor(responder: Responder, signal: AbortSignal) {
    this.#responder = responder;
    this.#signal = signal;
  }

  get isPresent(): boolean {
    return this.#connections.size > 0;
  }

  /** Lets a connection in, until it closes, and gives it the answers that nobody has got. */
  attach(connection: Connection): void {
    this.#connections.add(connection);
    connection.socket.once('close', () => this.#connections.delete(connection));
    for (const text of this.#kept.splice(0)) connection.sendText(text);
  }

  /** Sends to each connection, or to all others than one. Returns how many that reached. */
  send<Type extends keyof ServerData>(type: Type, data: ServerData[Type], except?: Connection): number {
    return this.#sendText(frame(type, data), except);
  }

  /** Takes a chat message; returns its session's id. */
  say({ message, session_id = `s-${randomUUID()}` }: ChatData, from: Connection): string {
    const session = this.#session(session_id, message);
    if (session.isFull) {
      const text = 'Too many messages of this session wait for an answer. Send it again later.';
      from.sendText(frame('error', { message: text, code: 'busy', session_id }));
      return session_id;
    }
    this.send('chat_message', { message, session_id }, from);
    session.add(message, (history) => this.#answer(message, session_id, history));
    return session_id;
  }

  #session(id: string, firstMessage: string): Conversation {
    return this.#sessions.getOrMake(id, () => {
      this.send('session_created', { session_id: id, title: shorten(firstMessage, MAX_TITLE_LENGTH) });
      return new Conversation(this.#signal);
    });
  }

  async #answer(message: string, session_id: string, history: readonly Turn[]): Promise<string | undefined> {
    const question = { responder: this.#responder, message, history, signal: this.#signal };
    this.send('typing_start', { session_id });
    try {
      const text = await answer(question);
      this.#deliver(frame('chat_response', { message: text, session_id }));
      return text;
    } catch (error) {
      if (this.#signal.aborted) return undefined;
      const { code, message: explanation } = explainFailure(error);
      this.#deliver(frame('error', { message: explanation, code: code.toLowerCase(), session_id }));
      return undefined;
    } finally {
      this.send('typing_stop', { session_id });
    }
  }

  /** Sends, or keeps for the next connection. */
  #deliver(text: string): void {
    if (this.#sendText(text) > 0) return;
    this.#kept.push(text);
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
  }

  #sendText(text: string, except?: Connection): number {
    const others = [...this.#connections].filter((connection) => connection !== except);
    return others.filter((connection) => connection.sendText(text)).length;
  }
}
