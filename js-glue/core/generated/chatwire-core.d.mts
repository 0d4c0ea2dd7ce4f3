// TypeScript bindings for emscripten-generated code.  Automatically generated at compile time.
declare namespace RuntimeExports {
    let HEAPU8: any;
    let HEAPF32: any;
    let HEAPF64: any;
    let HEAP_DATA_VIEW: any;
    let HEAP8: any;
    let HEAP16: any;
    let HEAPU16: any;
    let HEAP32: any;
    let HEAPU32: any;
    let HEAP64: any;
    let HEAPU64: any;
}
interface WasmModule {
}

type EmbindString = ArrayBuffer|Uint8Array|Uint8ClampedArray|Int8Array|string;
export interface ChatClient {
  connect(): void;
  renewCredentials(): void;
  onDeadline(): void;
  clearHistory(): void;
  wantAll(wanted: boolean): void;
  cancelRequest(request: number): void;
  matched(request: number): void;
  cancel(receipt: number): void;
  withhold(generation: number, isFinal: boolean): void;
  decideRetry(generation: number, again: number): void;
  counters(): CoreCounters;
  send(receipt: number, priority: number, ttl: number): number;
  oldestKept(): number;
  disconnect(code: number, reason: EmbindString): void;
  request(request: number, priority: number, ttl: number, answerId: EmbindString, timeout: number): number;
  dial(generation: number, url: EmbindString, protocols: EmbindString): void;
  authenticate(generation: number, type: EmbindString, payloadJson: EmbindString, lifetime: number): void;
  hint(what: EmbindString): void;
  subscribe(type: EmbindString, route: number): void;
  unsubscribe(type: EmbindString): void;
  delete(): void;
}

export type CoreCounters = {
  received: number,
  unwanted: number,
  invalid: number,
  stale: number,
  sent: number,
  connects: number,
  queuedCount: number,
  queuedBytes: number,
  queuedFor: number,
  rttP50: number,
  rttP95: number,
  requestsPending: number,
  requestsAnswered: number,
  requestsTimedOut: number,
  lateReplies: number,
  doubleReplies: number,
  lastOutage: number,
  longestOutage: number
};

export type CoreOptions = {
  url: EmbindString,
  protocols: EmbindString,
  requiresProtocol: boolean,
  asksAddress: boolean,
  asksBeforeRetry: boolean,
  typeKey: EmbindString,
  payloadKey: EmbindString,
  idKey: EmbindString,
  emptyPayload: EmbindString,
  reconnect: boolean,
  initialDelay: number,
  multiplier: number,
  maxDelay: number,
  jitter: number,
  maxAttempts: number,
  stableAfter: number,
  whileHidden: boolean,
  alwaysRetry: boolean,
  stopCodes: EmbindString,
  retryCodes: EmbindString,
  fixedRetryCodes: EmbindString,
  outboxMaxCount: number,
  outboxMaxBytes: number,
  outboxOverflow: number,
  highWaterMark: number,
  lowWaterMark: number,
  keepOnDisconnect: boolean,
  rateCount: number,
  ratePer: number,
  connectOnSend: boolean,
  historyMaxCount: number,
  historyMaxBytes: number,
  pingType: EmbindString,
  pongType: EmbindString,
  heartbeatInterval: number,
  heartbeatTimeout: number,
  heartbeatType: EmbindString,
  heartbeatAnswer: EmbindString,
  heartbeatStrict: boolean,
  heartbeatIds: boolean,
  authenticates: boolean,
  authAcceptedType: EmbindString,
  authRejectedType: EmbindString,
  authChallengeType: EmbindString,
  authTimeout: number,
  connectTimeout: number,
  closeTimeout: number,
  maxMessageBytes: number
};

interface EmbindModule {
  ChatClient: {
    new(_0: CoreOptions, _1: import('../coreSink.ts').CoreSink): ChatClient;
  };
  heapInUse(): number;
}

export type MainModule = WasmModule & typeof RuntimeExports & EmbindModule;
export default function MainModuleFactory (options?: unknown): Promise<MainModule>;
