import { ChatwireError } from '../client/errors.ts';
import type { Message } from '../client/message.ts';
import type { Writing } from '../client/writing.ts';
import type { CoreHandle } from '../core/handle.ts';
import { check } from '../client/check.ts';
import { checkMessage } from './checkAuth.ts';
import type { AuthMessage, AuthOptions, AuthRequest, Provided } from './options.ts';

type Core = Pick<CoreHandle, 'dial' | 'authenticate' | 'withhold'>;

export interface Address {
  url: Provided<string | URL>;
  protocols: readonly string[];
  /** Whether headers are sent: else `query` and `subprotocol` stand in for them. */
  usesHeaders: boolean;
}

/**
 * Asks the application where to dial and who it is, whenever the core wants to know.
 *
 * One question at a time: the next one, or `forget()`, aborts the one before, and an answer to an aborted question is
 * dropped. So no token from before a logout is ever used, and none is asked for twice at once (F35).
 */
export class Credentials {
  readonly #core: Core;
  readonly #address: Address;
  readonly #writing: Pick<Writing, 'credentials'>;
  #auth: AuthOptions;
  readonly #report: (error: ChatwireError) => void;
  #question: AbortController | undefined;
  /** The server has refused what it got last. */
  wasRefused = false;

  constructor(
    core: Core,
    address: Address,
    writing: Pick<Writing, 'credentials'>,
    auth: AuthOptions,
    report: (error: ChatwireError) => void,
  ) {
    this.#core = core;
    this.#address = address;
    this.#writing = writing;
    this.#auth = auth;
    this.#report = report;
  }

  replace(auth: AuthOptions): void {
    this.forget();
    this.#auth = auth;
    this.wasRefused = false;
  }

  /** Nobody waits for an answer any more. */
  forget(): void {
    this.#question?.abort();
    this.#question = undefined;
  }

  addressWanted(generation: number): void {
    const { protocols, usesHeaders } = this.#address;
    const { query, header, subprotocol } = this.#auth;
    const standsIn = !usesHeaders || header === undefined;
    void this.#ask(generation, false, async (request) => {
      const url = String(await provide(this.#address.url, request));
      const parameters = standsIn ? await provideAll('query', query, request) : {};
      const offered = standsIn && subprotocol !== undefined ? [await provide(subprotocol, request)] : [];
      const headers = usesHeaders ? await provideAll('header', header, request) : {};
      const offer = check.protocols('auth.subprotocol', [...protocols, ...offered]);
      return () => this.#core.dial(generation, withQuery(url, parameters), offer, headers);
    });
  }

  /** `challenge`: what the server sent, where it asks with one. */
  credentialsWanted(generation: number, isRenewal: boolean, challenge: Message | undefined): void {
    const { firstFrame, challenge: answerer } = this.#auth;
    void this.#ask(generation, isRenewal, async (request) => {
      const message =
        challenge && answerer
          ? await answerer.sign(challenge, request)
          : await provide<AuthMessage | undefined>(firstFrame, request);
      if (!message) return () => {};
      const { type, payload, expiresIn = Infinity } = checkMessage('auth message', message);
      const json = this.#writing.credentials(payload);
      return () => this.#core.authenticate(generation, type, json, expiresIn);
    });
  }

  async #ask(
    generation: number,
    isRenewal: boolean,
    answer: (request: AuthRequest) => Promise<() => void>,
  ): Promise<void> {
    this.forget();
    const question = new AbortController();
    this.#question = question;
    try {
      const act = await answer({ signal: question.signal, wasRefused: this.wasRefused, isRenewal });
      if (!question.signal.aborted) act();
    } catch (cause) {
      if (question.signal.aborted) return;
      this.#report(
        new ChatwireError('AUTH_PROVIDER_FAILED', {
          detail: 'The function that gives the URL or the credentials threw',
          remedy: 'See the cause',
          cause,
        }),
      );
      this.#core.withhold(generation, isRefusal(cause));
    }
  }
}

/** Does an error say that there will be no credentials, however often one asks? */
function isRefusal(cause: unknown): boolean {
  const { status, code } = (cause ?? {}) as { status?: unknown; code?: unknown };
  return status === 401 || status === 403 || code === 'AUTH_REJECTED';
}

function provide<Value>(provided: Provided<Value>, request: AuthRequest): Value | Promise<Value> {
  return typeof provided === 'function'
    ? (provided as (request: AuthRequest) => Value | Promise<Value>)(request)
    : provided;
}

/** One after the other: they may share a token, and none is asked for twice at once. */
async function provideAll(
  way: string,
  values: Readonly<Record<string, Provided<string>>> = {},
  request: AuthRequest,
): Promise<Record<string, string>> {
  const provided: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const given = await provide(value, request);
    check.text(`auth.${way}.${name}`, given);
    provided[name] = given;
  }
  return provided;
}

/** With the parameters behind what is there, percent-encoded (W76). */
function withQuery(url: string, parameters: Record<string, string>): string {
  const pairs = Object.entries(parameters).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
