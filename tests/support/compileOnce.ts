import { vi } from 'vitest';

const compile = WebAssembly.compile.bind(WebAssembly);
let compiled: Promise<WebAssembly.Module> | undefined;

/** For a file of tests that loads the core again and again. Until vi.restoreAllMocks(). */
export function compileOnce(): void {
  vi.spyOn(WebAssembly, 'compile').mockImplementation((bytes) => (compiled ??= compile(bytes)));
}
