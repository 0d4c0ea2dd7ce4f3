import type { ChunkDelay } from './responder/embedded-responder.js';
import type { LlmOptions } from './responder/openai-responder.js';
import type { Responder } from './responder/responder.js';
import type { ReceivedFrame } from './ledger.js';
import type { RateLimit } from './rate-limit.js';
import type { System } from './systems.js';

/** Options of `startServer`. Times are milliseconds. */
export interface ServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. `0.0.0.0` lets other devices of the network in. */
  readonly host?: string;
  /** Folder of the built page, served at `/`. Default: none. */
  readonly appDir?: string;
  /** Offer `POST /demo/…` and `POST /auth/token`. Default false. */
  readonly demo?: boolean;
  /** What `/ws` speaks where no sub-protocol chooses. Default `autobot`. */
  readonly system?: System;
  /** Signs and checks the tokens of `wazuh` and `dashboard`. Default `chatwire-development-secret`: set your own. */
  readonly jwtSecret?: string;
  /** Opens `nexus`. Default `chatwire-development-key`: set your own. */
  readonly apiKey?: string;
  /** Who may sign in to `nexus` without the key, as `ed25519:<base64>`. Default: everybody who can sign. */
  readonly publicKeys?: readonly string[];
  /** So long a `nexus` client without a key may take to sign. Default 10,000. */
  readonly authTimeout?: number;
  /** Between two sample tasks of `dashboard` while somebody watches; 0 for none. Default 0. */
  readonly dashboardInterval?: number;
  /** Origins allowed besides this host and loopback, such as `https://chat.example.com`; `*` allows every one. */
  readonly allowedOrigins?: readonly string[];
  /** Largest frame accepted, in bytes; above it the connection is closed with 1009. Default 1 MiB + 64 KiB. */
  readonly maxPayload?: number;
  /** Longest text of a chat message, in characters. Default 32,768. */
  readonly maxMessageLength?: number;
  /** WebSockets open at once; further ones get HTTP 503. Default 2,000. */
  readonly maxConnections?: number;
  /** Messages per connection. Default 2,000 per second, 20,000 at once; `false` for no limit. */
  readonly rateLimit?: RateLimit | false;
  /** Between two `ping`s of the server; 0 for none. Default 30,000. */
  readonly pingInterval?: number;
  /** Between two pieces of an embedded reply. Default 15 to 40. */
  readonly chunkDelay?: ChunkDelay;
  /** A workflow's step takes so long. Default 400. */
  readonly stepDelay?: number;
  /** Chats, conversations and users kept in memory. Default 500 of each. */
  readonly maxSessions?: number;
  /** A chat without clients is kept so long. Default 60,000. */
  readonly sessionIdleTime?: number;
  /** Answer with a model instead of the embedded responder. */
  readonly llm?: LlmOptions;
  /** Answer with a responder of your own; goes before `llm`. */
  readonly responder?: Responder;
  /** Called for each frame received. */
  readonly onMessage?: (frame: ReceivedFrame) => void;
  /** Where warnings go. Default: nowhere. */
  readonly log?: (line: string) => void;
}
