import type { Connection, Connections } from '../connections.js';
import { isId } from '../frames.js';
import { startKeepAlive } from '../keep-alive.js';
import type { SystemServices } from '../system-services.js';
import type { Dial } from '../ws-routes.js';
import { AutobotClient } from './client.js';
import { readMessages } from './inbox.js';
import type { ServerPayloads } from './messages.js';
import { isServerType, samplePayloads } from './samples.js';
import type { Sessions } from './sessions.js';

/** The `autobot` system. An address with `?chat_id=…` joins that chat at once, and so resumes it after a cut. */
export class Autobot {
  readonly #services: SystemServices;
  readonly #sessions: Sessions;
  readonly #connections: Connections;

  constructor(services: SystemServices, sessions: Sessions, connections: Connections) {
    this.#services = services;
    this.#sessions = sessions;
    this.#connections = connections;
  }

  /** The endpoint. */
  readonly open = (connection: Connection, { url }: Dial): void => {
    const { limits, ledger, pingInterval } = this.#services;
    const client = new AutobotClient(connection, this.#sessions);
    const message = 'WebSocket connected successfully';
    connection.sendJson({
      type: 'connection_established',
      payload: { message, connection_id: connection.id },
    });
    const chatId = url.searchParams.get('chat_id');
    if (isId(chatId)) client.join(chatId);
    readMessages(connection, limits, ledger, (received) => client.receive(received));
    startKeepAlive(connection, pingInterval, { type: 'ping' });
    connection.socket.once('close', () => client.leave());
  };

  /**
   * Sends one message to every client. Without a payload a sample of its type. Returns how many that reached.
   *
   * @throws RangeError when the server sends no such type
   */
  emit(type: string, payload?: object): number {
    if (!isServerType(type)) throw new RangeError(`autobot has no message of type ${JSON.stringify(type)}.`);
    const content: ServerPayloads[keyof ServerPayloads] | object = payload ?? samplePayloads()[type];
    const message = content === undefined ? { type } : { type, payload: content };
    return this.#connections.select({ system: 'autobot' }).filter((client) => client.sendJson(message))
      .length;
  }
}
