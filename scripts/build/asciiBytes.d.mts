import type { AsciiBytes } from '../../js-glue/core/asciiBytes.ts';

export function asciiBytes(bytes: Uint8Array): AsciiBytes;
