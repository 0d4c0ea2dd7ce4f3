import type { TokenGate } from './auth/token-gate.js';
import type { FrameLimits } from './frames.js';
import type { Ledger } from './ledger.js';
import type { Responder } from './responder/responder.js';

/** What the endpoint of a system gets from the server. */
export interface SystemServices {
  readonly limits: FrameLimits;
  readonly ledger: Ledger;
  readonly responder: Responder;
  readonly tokenGate: TokenGate;
  /** Milliseconds between the server's pings; 0 sends none. */
  readonly pingInterval: number;
  /** Aborted when the server closes. */
  readonly signal: AbortSignal;
}
