/** Of Node, and of what bundlers put in its place. */
declare const process: { env: { NEXT_PUBLIC_WS_URL?: string } };

/**
 * The address that a Next.js application was built with (`NEXT_PUBLIC_WS_URL`, C26); nothing where there is none. Spelt out,
 * since bundlers replace exactly these words by the value.
 */
export function publicUrl(): string | undefined {
  try {
    return process.env.NEXT_PUBLIC_WS_URL || undefined;
  } catch {
    return undefined; // No bundler was here, and there is no `process`.
  }
}
