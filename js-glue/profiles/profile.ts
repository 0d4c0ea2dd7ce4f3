import type { ChatwireErrorCode } from '../client/errors.ts';
import type { ConnectionState } from '../core/handle.ts';

/**
 * How one system's frames look, and what it expects of its clients: data, no code. The client knows no system by name; whoever
 * runs another one writes such an object (docs/PROFILES.md).
 */
export interface Profile {
  name: string;
  /** Where the system's server is unless the option `url` says otherwise. Empty: the option must say it. */
  url: string;
  /** Key of the message type in a frame. Empty: frames name no type, `subscribe('*')` gets them all, and the payload is the frame. */
  typeKey: string;
  /** Key of the payload. */
  payloadKey: string;
  /** Key of a message's id, which the answer to it repeats. */
  idKey: string;
  /** Every message that is sent by its type carries an id of its own. Off: only requests do. */
  stampsId: boolean;
  /** Key under which every message says when it was sent, in ISO 8601 and UTC. Empty: none does. */
  timestampKey: string;
  /** JSON that is sent where there is no payload, e.g. `{}`. Empty: the key is left out. */
  emptyPayload: string;
  /** What a plain text is sent as: the type, and the key of the text in the payload. Null: it means nothing here (C11). */
  textMessage: { type: string; key: string } | null;
  /** The keep-alive and the answer to it: the server's, and the client's own where `heartbeat` is on. */
  ping: { type: string; answer: string };
  /** The server's pings are answered, and shown to nobody. */
  answersPing: boolean;
  /** Whether a frame may hold several messages: as a JSON array, or one per line (C33). */
  acceptBatches: false | 'array' | 'lines';
  /** Binary frames hold JSON, as UTF-8. */
  acceptBinaryJson: boolean;
  /** The client's own pings, in milliseconds; null: it sends none, for the server may not know them. */
  heartbeat: { interval: number; timeout: number } | null;
  reconnect: ReconnectDefaults;
  /** `always`: dial again whatever close code the server sends. */
  closePolicy: 'table' | 'always';
  /** Close codes that the table decides otherwise (docs/CONNECTION.md). */
  closeCodes: Readonly<Record<number, CloseCodeAction>>;
  /** A message that is sent while idle, closing, closed or failed connects (C13). */
  connectOnSend: boolean;
  /** What the system calls the states (C3). */
  states: Readonly<Record<ConnectionState, string>>;
  /** Which of its messages mean what other systems say in other words (C29). */
  events: Readonly<Partial<Record<NeutralEvent, readonly NeutralSource[]>>>;
  /** What users are told, by error code; `default` for the others (C38). */
  errorTexts: Readonly<Partial<Record<ChatwireErrorCode | 'default', string>>>;
}

/** `stop`: do not come back. `retry`: after the back-off. `retry-fixed`: after the first delay, however often it failed. */
export type CloseCodeAction = 'stop' | 'retry' | 'retry-fixed';

/** A message type; or, where frames name none, the member that such a frame has. */
export type NeutralSource = string | { has: string };

/** What servers say, whatever the words (spec: "Same meaning, other words"). */
export type NeutralEvent =
  | 'welcome'
  | 'answer'
  | 'typing'
  | 'session'
  | 'tool'
  | 'serverError'
  | 'notification'
  | 'output'
  | 'progress'
  | 'log'
  | 'approval'
  | 'health';

/** When a profile dials again; times in milliseconds, as in `ReconnectOptions`. */
export interface ReconnectDefaults {
  initialDelay: number;
  multiplier: number;
  maxDelay: number;
  maxAttempts: number;
  jitter: number;
  stableAfter: number;
}
