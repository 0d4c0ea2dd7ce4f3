/** What `useSession()` of NextAuth returns, as far as it matters here. Anything of this shape will do (S2.82). */
export interface SessionLike {
  readonly data?: object | null | undefined;
  /** `authenticated`, `loading` or `unauthenticated`. Without one, data counts as a session. */
  readonly status?: string | undefined;
}

/** Whose connection it is to be. */
export interface SignedIn {
  readonly token: string;
  /** The user's id or e-mail address; without one, the token itself. */
  readonly identity: string;
}

/** The token of a session: its `accessToken`, `sessionToken` or `token`. */
export function tokenOf(data: object): string | undefined {
  const { accessToken, sessionToken, token } = data as Record<string, unknown>;
  return [accessToken, sessionToken, token].find(isText);
}

/** Nothing while the session is loading, where there is none, and where it has no token (S2.83). */
export function signedIn(
  session: SessionLike | null | undefined,
  getToken: (data: object) => string | undefined = tokenOf,
): SignedIn | undefined {
  const { data, status = 'authenticated' } = session ?? {};
  const token = data && status === 'authenticated' ? getToken(data) : undefined;
  if (!token) return undefined;
  const { user } = data as { user?: { id?: unknown; email?: unknown } | null };
  return { token, identity: [user?.id, user?.email].find(isText) ?? token };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
