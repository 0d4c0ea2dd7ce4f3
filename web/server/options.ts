import type { ChunkDelay } from './autobot/embedded-responder.js';
import type { LlmOptions } from './autobot/openai-responder.js';
import type { Responder } from './autobot/responder.js';
import type { ReceivedFrame } from './ledger.js';
import type { RateLimit } from './rate-limit.js';

/** Options of `startServer`. Times are milliseconds. */
export interface ServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. `0.0.0.0` lets other devices of the network in. */
  readonly host?: string;
  /** Folder of the built page, served at `/`. Default: none. */
  readonly appDir?: string;
  /** Offer `POST /demo/…`. Default false. */
  readonly demo?: boolean;
  /** Origins allowed besides this host and loopback, such as `https://chat.example.com`; `*` allows every one. */
  readonly allowedOrigins?: readonly string[];
  /** Largest frame accepted, in bytes; above it the connection is closed with 1009. Default 1 MiB + 64 KiB. */
  readonly maxPayload?: number;
  /** Longest text of a `user_message`, in characters. Default 32,768. */
  readonly maxMessageLength?: number;
  /** WebSockets open at once; further ones get HTTP 503. Default 2,000. */
  readonly maxConnections?: number;
  /** Messages per connection on `/ws`. Default 2,000 per second, 20,000 at once; `false` for no limit. */
  readonly rateLimit?: RateLimit | false;
  /** Between two `ping`s of the server; 0 for none. Default 30,000. */
  readonly pingInterval?: number;
  /** Between two pieces of an embedded reply. Default 15 to 40. */
  readonly chunkDelay?: ChunkDelay;
  /** A workflow's step takes so long. Default 400. */
  readonly stepDelay?: number;
  /** Chats kept in memory. Default 500. */
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
