import type { AuthRequest } from 'chatwire';

/**
 * A token of this user's from the backend, as the sub-protocol that carries it: so it stays out of the address, and out of the
 * logs (web/server/PROTOCOL.md). Asked for at each dial: a token that expired is of no use.
 */
export async function bearer(user: string, { signal }: AuthRequest): Promise<string> {
  const response = await fetch('/auth/token', { method: 'POST', body: JSON.stringify({ user }), signal });
  if (!response.ok) throw new Error(`no token: the server answered ${response.status}`);
  const { token } = (await response.json()) as { token: string };
  return `base64url.bearer.${base64url(token)}`;
}

/** RFC 4648, section 5. */
export function base64url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
