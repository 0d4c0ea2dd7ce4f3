import { ChatwireError, type AuthRequest } from 'chatwire';
import type { SessionOptions } from './options.ts';

/** The token of a session: the newest at each dial, another one once the server has refused it (S0.39, S0.49). */
export class Token {
  readonly #options: () => SessionOptions;
  #refreshing: Promise<string> | undefined;
  /** What the application gave last, and what has taken its place since. */
  #given: string | undefined;
  #fresh: string | undefined;
  /** The server has said, by a message, that the token is of no use any more. */
  isRefused = false;

  constructor(options: () => SessionOptions) {
    this.#options = options;
  }

  /** Throws `AUTH_REJECTED` where there is none to be had: asking again is of no use. */
  readonly get = async ({ wasRefused }: Pick<AuthRequest, 'wasRefused'>): Promise<string> => {
    const { token, getToken, refreshToken } = this.#options();
    try {
      if (refreshToken && (wasRefused || this.isRefused)) return await this.#refresh(refreshToken);
      const given = getToken ? await getToken() : token;
      if (given && given === this.#given && this.#fresh) return this.#fresh;
      this.#given = given ?? undefined;
      this.#fresh = undefined;
      // The same one again, that was refused, would be refused again.
      if (given && (getToken || !wasRefused)) return given;
    } catch (cause) {
      throw new ChatwireError('AUTH_REJECTED', { detail: 'There is no token', cause });
    }
    throw new ChatwireError('AUTH_REJECTED', { detail: 'There is no token' });
  };

  /** Whoever asks meanwhile gets the same answer. */
  #refresh(refreshToken: () => string | Promise<string>): Promise<string> {
    this.#refreshing ??= Promise.resolve(refreshToken())
      .then((token) => (this.#fresh = token))
      .finally(() => {
        this.#refreshing = undefined;
        this.isRefused = false;
      });
    return this.#refreshing;
  }
}
