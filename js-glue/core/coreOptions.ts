/**
 * What C++ is told of a client (src/platform/client_binding.cpp): plain values, all of them given. js-glue/client/resolveOptions.ts
 * has checked the ranges and filled in the defaults. Times in milliseconds; Infinity where there is no limit.
 */
export interface CoreOptions {
  readonly url: string;
  /** Separated by commas, as websocket.h takes them. */
  readonly protocols: string;
  readonly requiresProtocol: boolean;
  readonly asksAddress: boolean;
  readonly asksBeforeRetry: boolean;
  readonly typeKey: string;
  readonly payloadKey: string;
  readonly idKey: string;
  readonly emptyPayload: string;
  readonly reconnect: boolean;
  readonly initialDelay: number;
  readonly multiplier: number;
  readonly maxDelay: number;
  readonly jitter: number;
  readonly maxAttempts: number;
  readonly stableAfter: number;
  readonly whileHidden: boolean;
  readonly alwaysRetry: boolean;
  /** Close codes that are final, separated by commas. */
  readonly stopCodes: string;
  readonly retryCodes: string;
  readonly fixedRetryCodes: string;
  readonly outboxMaxCount: number;
  readonly outboxMaxBytes: number;
  /** A core::Overflow. */
  readonly outboxOverflow: number;
  readonly highWaterMark: number;
  readonly lowWaterMark: number;
  readonly keepOnDisconnect: boolean;
  /** 0: no limit. */
  readonly rateCount: number;
  readonly ratePer: number;
  readonly connectOnSend: boolean;
  readonly historyMaxCount: number;
  readonly historyMaxBytes: number;
  /** Empty: pings are messages like any other. */
  readonly pingType: string;
  readonly pongType: string;
  /** 0: no pings of our own. */
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number;
  readonly heartbeatType: string;
  readonly heartbeatAnswer: string;
  readonly heartbeatStrict: boolean;
  readonly heartbeatIds: boolean;
  /** By messages, once the socket is open. */
  readonly authenticates: boolean;
  /** Empty: the server does not say yes. */
  readonly authAcceptedType: string;
  readonly authRejectedType: string;
  /** Empty: the server does not ask. */
  readonly authChallengeType: string;
  readonly authTimeout: number;
  readonly connectTimeout: number;
  readonly closeTimeout: number;
  readonly maxMessageBytes: number;
}
