import { randomUUID } from 'node:crypto';
import type { Connection } from '../connections.js';
import type { Ledger } from '../ledger.js';
import type { Endpoint } from '../ws-routes.js';
import { healthResponse } from './health-endpoint.js';
import { readMessages, type InboxLimits } from './inbox.js';
import { startKeepAlive } from './keep-alive.js';
import { errorMessage, type ClientMessage, type Subject, type UserMessagePayload } from './messages.js';
import { isId } from './parse-frame.js';
import { SocketPeer } from './socket-peer.js';
import type { Session } from './session.js';
import type { Sessions } from './sessions.js';

export interface AutobotParts {
  readonly sessions: Sessions;
  readonly limits: InboxLimits;
  readonly ledger: Ledger;
  /** Milliseconds between the server's pings; 0 sends none. */
  readonly pingInterval: number;
}

/** One connection may talk in so many chats. */
const MAX_CHATS = 16;

/** `/ws`: the `autobot` profile. `/ws?chat_id=…` joins that chat at once, and so resumes it after a cut. */
export function autobotEndpoint(parts: AutobotParts): Endpoint {
  return (connection, url) => {
    const client = new AutobotClient(connection, parts.sessions);
    const message = 'WebSocket connected successfully';
    connection.sendJson({
      type: 'connection_established',
      payload: { message, connection_id: connection.id },
    });
    const chatId = url.searchParams.get('chat_id');
    if (isId(chatId)) client.join(chatId);
    readMessages(connection, parts.limits, parts.ledger, (received) => client.receive(received));
    startKeepAlive(connection, parts.pingInterval);
    connection.socket.once('close', () => client.leave());
  };
}

/** One client: which chats its connection is in, and what its messages do. */
class AutobotClient {
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

  #complain(code: string, text: string, about?: Subject): void {
    this.#connection.sendJson(errorMessage(code, text, 'medium', about));
  }
}
