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
  disconnect(code: number, reason: EmbindString): void;
  send(receipt: number, priority: number, ttl: number): number;
  request(request: number, priority: number, ttl: number, answerId: EmbindString, timeout: number): number;
  cancelRequest(request: number): void;
  matched(request: number): void;
  cancel(receipt: number): void;
  dial(generation: number, url: EmbindString, protocols: EmbindString): void;
  authenticate(generation: number, type: EmbindString, payloadJson: EmbindString, lifetime: number): void;
  withhold(generation: number, isFinal: boolean): void;
  renewCredentials(): void;
  decideRetry(generation: number, again: number): void;
  hint(what: number): void;
  onDeadline(): void;
  subscribe(type: EmbindString, route: number): void;
  unsubscribe(type: EmbindString): void;
  wantAll(wanted: boolean): void;
  clearHistory(): void;
  oldestKept(): number;
  counters(into: import('../coreCounters.ts').CoreCounters): void;
  delete(): void;
}

interface EmbindModule {
  ChatClient: {
    new(_0: import('../coreOptions.ts').CoreOptions, _1: import('../coreSink.ts').CoreSink): ChatClient;
  };
  heapInUse(): number;
}

export type MainModule = WasmModule & typeof RuntimeExports & EmbindModule;
export default function MainModuleFactory (options?: unknown): Promise<MainModule>;
