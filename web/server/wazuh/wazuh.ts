import type { Connection } from '../connections.js';
import { isId, isObject, readFrames } from '../frames.js';
import { startKeepAlive } from '../keep-alive.js';
import type { Notification } from '../notification.js';
import { RecentMap } from '../recent-map.js';
import type { SystemServices } from '../system-services.js';
import type { Dial } from '../ws-routes.js';
import { checkMessage, frame, type ClientMessage } from './messages.js';
import { User } from './user.js';

/** The `wazuh` system: its users, who bring a JSON Web Token. */
export class Wazuh {
  readonly #services: SystemServices;
  readonly #users: RecentMap<User>;

  /** @param maxUsers how many are remembered; those who are connected always are */
  constructor(services: SystemServices, maxUsers: number) {
    this.#services = services;
    this.#users = new RecentMap(maxUsers, (user) => user.isPresent);
  }

  /** The endpoint. */
  readonly open = (connection: Connection, dial: Dial): void => {
    const { tokenGate, limits, ledger, pingInterval, responder, signal } = this.#services;
    const name = tokenGate.admit(connection, dial, 'wazuh');
    if (name === undefined) return;
    const message = `Connected as ${name}`;
    connection.sendText(frame('connection', { status: 'connected', message, connection_id: connection.id }));
    const user = this.#users.getOrMake(name, () => new User(responder, signal));
    user.attach(connection);
    /** The session of a message that names none: the one used last. */
    let current: string | undefined;
    readFrames<ClientMessage>(connection, limits.rateLimit, ledger, {
      check: (fields) => checkMessage(fields, limits.maxMessageLength),
      refuse: ({ code, text, retryAfter }, { data }) => {
        const session_id = isObject(data) && isId(data['session_id']) ? data['session_id'] : undefined;
        const more = {
          ...(session_id !== undefined && { session_id }),
          ...(retryAfter !== undefined && { retry_after: retryAfter }),
        };
        connection.sendText(frame('error', { message: text, code, ...more }));
      },
      receive: ({ type, data }) => {
        if (type !== 'chat_message') user.send(type, data, connection);
        else current = user.say(current === undefined ? data : { session_id: current, ...data }, connection);
      },
    });
    startKeepAlive(connection, pingInterval);
  };

  /** Tells every user. Returns how many connections that reached. */
  notify({ message, title, level }: Notification): number {
    const data = { message, ...(title !== undefined && { title }), ...(level !== undefined && { level }) };
    let reached = 0;
    for (const user of this.#users.values()) reached += user.send('system_notification', data);
    return reached;
  }
}
