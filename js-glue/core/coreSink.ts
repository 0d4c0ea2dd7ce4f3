/**
 * What C++ calls (src/platform/client_binding.cpp): the answers to `now()` and `date()`, the one timer, and what happened. None
 * of them may throw.
 */
export interface CoreSink {
  onState(state: string, reason: string): void;
  onOpen(): void;
  onClose(code: number, reason: string, wasClean: boolean, wasOpen: boolean): void;
  onRetry(attempt: number, delay: number): void;
  onFailure(code: string, detail: string, remedy: string): void;
  onAddressWanted(generation: number): void;
  onCredentialsWanted(generation: number, isRenewal: boolean): void;
  onRetryWanted(generation: number): void;
  onDropped(receipt: number, reason: string, remedy: string): void;
  onRequestFailed(request: number, reason: string, remedy: string): void;
  onDrain(): void;
  setTimer(delay: number): void;
  clearTimer(): void;
  now(): number;
  date(): number;
}
