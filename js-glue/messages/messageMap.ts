import type { Profile } from '../profiles/profile.ts';
import type { AutobotMessages } from './generated/autobot.ts';
import type { ChatMessages } from './generated/chat.ts';
import type { DashboardMessages } from './generated/dashboard.ts';
import type { NexusMessages } from './generated/nexus.ts';
import type { WazuhMessages } from './generated/wazuh.ts';

/**
 * What two sides say to each other: the payloads by message type, for each direction. `undefined` stands for a message that
 * has no payload. One of your own, or a system's with more in it, types a client: `createChatClient<MyMessages>({ url })`.
 */
export interface MessageMap {
  /** What the server sends. */
  server: object;
  /** What the client sends. */
  client: object;
  /** A whole frame of the client, where frames have no type. Default: any object. */
  frame?: object;
  /** Which messages of the server mean what: as `events` of its profile. Types `client.on('answer', …)` and the like. */
  events?: Profile['events'];
}

/**
 * Any type, any payload: what nobody has described. No message is typed by it; payloads are `unknown` then. It is `any`
 * because a client of described messages must be usable as a plain `ChatClient`, and one of these as any other.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyMessages = any;

/** The systems that Chatwire knows by name, generated from the catalogs in src/wire/catalog. */
export interface SystemMessages {
  autobot: AutobotMessages;
  chat: ChatMessages;
  dashboard: DashboardMessages;
  nexus: NexusMessages;
  wazuh: WazuhMessages;
}
