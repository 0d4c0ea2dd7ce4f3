export const compressed: Record<'brotli' | 'gzip', (text: string | Uint8Array) => number>;
export function pageScript(): Promise<string>;
export function plainScript(): Promise<string>;
export function withoutModule(script: string): string;
