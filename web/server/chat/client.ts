import { randomUUID } from 'node:crypto';
import type { Connection } from '../connections.js';
import type { RecentMap } from '../recent-map.js';
import { answer, explainFailure } from '../responder/answer.js';
import { Conversation } from '../responder/conversation.js';
import type { Turn } from '../responder/responder.js';
import type { SystemServices } from '../system-services.js';
import type { ClientMessage, ServerMessage } from './messages.js';

/** One client: what it asks, in which conversation, and the answers, which end with its connection. */
export class ChatClient {
  readonly #connection: Connection;
  readonly #services: SystemServices;
  readonly #conversations: RecentMap<Conversation>;
  readonly #end = new AbortController();
  /** The conversation of a message that names none: the one used last. */
  #current: string | undefined;

  constructor(connection: Connection, services: SystemServices, conversations: RecentMap<Conversation>) {
    this.#connection = connection;
    this.#services = services;
    this.#conversations = conversations;
    connection.socket.once('close', () => this.#end.abort());
  }

  receive({ message, conversation_id }: ClientMessage): void {
    const id = conversation_id ?? this.#current ?? randomUUID();
    this.#current = id;
    const conversation = this.#conversations.getOrMake(id, () => new Conversation(this.#services.signal));
    if (conversation.add(message, (history) => this.#answer(id, message, history))) return;
    this.complain(id, {
      message: 'Too many messages wait for an answer. Send it again later.',
      code: 'busy',
    });
  }

  complain(conversationId: string | undefined, error: NonNullable<ServerMessage['error']>): void {
    this.#send({ error, ...(conversationId !== undefined && { conversation_id: conversationId }) });
  }

  async #answer(
    conversation_id: string,
    message: string,
    history: readonly Turn[],
  ): Promise<string | undefined> {
    const { responder } = this.#services;
    const tools = responder.toolsFor?.(message) ?? [];
    if (tools.length > 0) {
      const tool_calls = tools.map((tool) => ({ id: `call_${randomUUID()}`, ...tool }));
      this.#send({ tool_calls, conversation_id });
    }
    try {
      const question = { responder, message, history, signal: this.#end.signal };
      const text = await answer(question, (response) => this.#send({ response, conversation_id }));
      this.#send({ response: '', conversation_id, done: true });
      return text;
    } catch (cause) {
      if (this.#end.signal.aborted) return undefined;
      const { code, message: explanation } = explainFailure(cause);
      const error = { message: explanation, code: code.toLowerCase() };
      this.#send({ error, conversation_id, done: true });
      return undefined;
    }
  }

  #send(message: ServerMessage): void {
    this.#connection.sendJson(message);
  }
}
