import { randomUUID } from 'node:crypto';
import type { Connection } from '../connections.js';
import { healthResponse } from './health-endpoint.js';
import {
  errorMessage,
  type ClientMessage,
  type PermissionResponsePayload,
  type Subject,
  type UserMessagePayload,
} from './messages.js';
import { SocketPeer } from './socket-peer.js';
import type { Session } from './session.js';
import type { Sessions } from './sessions.js';

/** One connection may talk in so many chats. */
const MAX_CHATS = 16;

/** One client: which chats its connection is in, and what its messages do. */
export class AutobotClient {
  readonly #connection: Connection;
  readonly #peer: SocketPeer;
  readonly #sessions: Sessions;
  readonly #joined = new Set<Session>();
  /** The chat of a message that names none: the one used last. */
  #current: string | undefined;

  constructor(connection: Connection, sessions: Sessions) {
    this.#connection = connection;
    this.#peer = new SocketPeer(connection);
    this.#sessions = sessions;
  }

  receive(message: ClientMessage): void {
    switch (message.type) {
      case 'ping':
        this.#connection.sendJson({ type: 'pong' });
        return;
      case 'pong':
        return;
      case 'health_check':
        this.#connection.sendJson(healthResponse());
        return;
      case 'chat_resume':
        this.join(message.payload.chat_id);
        return;
      case 'user_message':
        this.#say(message.payload);
        return;
      case 'workflow_approval':
      case 'workflow_cancel':
        this.#steer(message);
        return;
      case 'user_permission_response':
        this.#noteDecision(message.payload);
        return;
    }
  }

  join(chatId: string): Session | undefined {
    const known = [...this.#joined].find((session) => session.chatId === chatId);
    const session = known ?? (this.#joined.size < MAX_CHATS && this.#sessions.join(chatId, this.#peer));
    if (!session) {
      this.#complain(
        'TOO_MANY_CHATS',
        'There is no room for another chat. Use one that is open, or come back later.',
      );
      return undefined;
    }
    this.#joined.add(session);
    this.#current = chatId;
    return session;
  }

  leave(): void {
    for (const session of this.#joined) this.#sessions.leave(session, this.#peer);
    this.#joined.clear();
  }

  #say(payload: UserMessagePayload): void {
    const { message_id } = payload;
    const session = this.join(payload.chat_id ?? this.#current ?? randomUUID());
    if (session?.receive(payload, this.#peer) !== 'busy') return;
    this.#complain('BUSY', 'This chat has too many answers or workflows under way. Send it again later.', {
      chat_id: session.chatId,
      ...(message_id !== undefined && { message_id }),
    });
  }

  #steer(message: Extract<ClientMessage, { type: 'workflow_approval' | 'workflow_cancel' }>): void {
    const { workflow_id } = message.payload;
    const found = this.#sessions.findWorkflow(workflow_id);
    if (!found) {
      this.#complain('WORKFLOW_NOT_FOUND', 'No such workflow is running: it may have ended.', {
        workflow_id,
      });
      return;
    }
    if (!this.join(found.session.chatId)) return;
    if (message.type === 'workflow_cancel') found.workflow.cancel();
    else if (!found.workflow.decide(message.payload)) {
      const text = 'This workflow does not wait for an approval now.';
      this.#complain('WORKFLOW_NOT_WAITING', text, { workflow_id });
    }
  }

  /** The permission that "show me a permission request" asks for leads to nothing: nothing is ever installed here. */
  #noteDecision({ action, approved, message }: PermissionResponsePayload): void {
    const verdict = `${action} was ${approved ? 'allowed' : 'refused'}${message && `: ${message}`}`;
    const output = `${verdict}. It is a rehearsal: nothing is changed.`;
    this.#connection.sendJson({
      type: 'tool_output',
      payload: { output, tool: 'permission', success: approved },
    });
  }

  #complain(code: string, text: string, about?: Subject): void {
    this.#connection.sendJson(errorMessage(code, text, 'medium', about));
  }
}
