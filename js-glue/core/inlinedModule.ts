import { bytesOf } from './asciiBytes.ts';
import { inlineWasm } from './generated/inlineWasm.ts';

/** The compiled core, of the bytes that this script holds. In `chatwire/slim` stands `hostedModule.ts` in the place of this file. */
export function compileModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytesOf(inlineWasm));
}
