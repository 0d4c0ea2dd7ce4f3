/** How one system's frames look, and what it expects of its clients: data, no code. */
export interface Profile {
  name: string;
  /** Key of the message type in a frame. */
  typeKey: string;
  /** Key of the payload. */
  payloadKey: string;
  /** Key of a message's id, which the answer to it repeats. */
  idKey: string;
  /** Every message that is sent by its type carries an id of its own. Off: only requests do. */
  stampsId: boolean;
  /** JSON that is sent where there is no payload, e.g. `{}`. Empty: the key is left out. */
  emptyPayload: string;
  /** The server's keep-alive and the answer to it. */
  ping: { type: string; answer: string };
  /** Whether a frame may hold several messages: as a JSON array, or one per line (C33). */
  acceptBatches: false | 'array' | 'lines';
  /** The client's own pings, in milliseconds; null: it sends none, for the server may not know them. */
  heartbeat: { interval: number; timeout: number } | null;
  reconnect: ReconnectDefaults;
  /** `always`: dial again whatever close code the server sends. */
  closePolicy: 'table' | 'always';
}

export interface ReconnectDefaults {
  initialDelay: number;
  multiplier: number;
  maxDelay: number;
  maxAttempts: number;
  jitter: number;
  stableAfter: number;
}
