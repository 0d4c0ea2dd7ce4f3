import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Connection } from '../connections.js';
import { isId } from '../frames.js';
import { RecentMap } from '../recent-map.js';
import { answer, explainFailure } from '../responder/answer.js';
import type { Turn } from '../responder/responder.js';
import { Turns } from '../responder/turns.js';
import type { SystemServices } from '../system-services.js';
import type { Challenge } from './challenge.js';
import type { AuthPayload, ClientMessage, ServerPayloads } from './messages.js';

/** Questions of one connection that are answered at the same time. */
const MAX_IN_FLIGHT = 64;
/** Teams that one connection may ask for before it forgets the first. */
const MAX_TEAMS = 16;

/** One client: whether it may ask, what it has asked before, and the answers. */
export class NexusClient {
  readonly #connection: Connection;
  readonly #services: SystemServices;
  readonly #teams = new RecentMap<Turns>(MAX_TEAMS);
  readonly #end = new AbortController();
  #challenge: Challenge | undefined;
  #authLimit: NodeJS.Timeout | undefined;
  #inFlight = 0;

  constructor(connection: Connection, services: SystemServices) {
    this.#connection = connection;
    this.#services = services;
    setMaxListeners(MAX_IN_FLIGHT, this.#end.signal);
    connection.socket.once('close', () => {
      clearTimeout(this.#authLimit);
      this.#end.abort();
    });
  }

  /** May it ask? */
  get isReady(): boolean {
    return this.#challenge === undefined;
  }

  /** Lets it prove who it is first. */
  challenge(challenge: Challenge, timeout: number): void {
    this.#challenge = challenge;
    this.#authLimit = setTimeout(() => this.#connection.close(4401, 'auth timeout'), timeout);
    this.#send('auth_challenge', randomUUID(), { challenge: challenge.text });
  }

  receive(message: ClientMessage): void {
    if (message.type === 'auth') this.#authenticate(message.id, message.payload);
    else void this.#ask(message);
  }

  /** Answers the message with this id, if it has a usable one, by an error. */
  complain(id: unknown, code: string, message: string, retryAfter?: number): void {
    const payload = { code, message, ...(retryAfter !== undefined && { retry_after: retryAfter }) };
    this.#send('error', isId(id) ? id : randomUUID(), payload);
  }

  #authenticate(id: string, payload: AuthPayload): void {
    const failure = this.#challenge?.check(payload);
    if (!failure) {
      clearTimeout(this.#authLimit);
      this.#challenge = undefined;
      this.#send('auth_ok', id, {});
      return;
    }
    const code = failure.reason.replace(' ', '_');
    this.#send('auth_error', id, { code, message: `The answer to the challenge: ${failure.reason}.` });
    this.#connection.close(failure.code, failure.reason);
  }

  /** Questions do not wait for each other: their ids say which answer is whose (S3.31). */
  async #ask({ id, payload: { query, team_id = '' } }: ClientMessage & { type: 'ask' }): Promise<void> {
    if (this.#inFlight >= MAX_IN_FLIGHT) {
      return this.complain(id, 'busy', 'Too many questions are being answered. Ask again later.');
    }
    this.#inFlight += 1;
    const { responder } = this.#services;
    const turns = this.#teams.getOrMake(team_id, () => new Turns());
    const history = turns.all();
    try {
      const text = await answer({ responder, message: query, history, signal: this.#end.signal });
      turns.add(query, text);
      this.#send('response', id, responsePayload(query, history, text));
    } catch (error) {
      if (this.#end.signal.aborted) return;
      const { code, message } = explainFailure(error);
      this.complain(id, code.toLowerCase(), message);
    } finally {
      this.#inFlight -= 1;
    }
  }

  #send<Type extends keyof ServerPayloads>(type: Type, id: string, payload: ServerPayloads[Type]): void {
    this.#connection.sendJson({ type, id, payload });
  }
}

function responsePayload(
  query: string,
  history: readonly Turn[],
  answerText: string,
): ServerPayloads['response'] {
  const questions = history.filter(({ role }) => role === 'user').length;
  const prompt_tokens = wordsIn([...history.map(({ text }) => text), query].join(' '));
  const completion_tokens = wordsIn(answerText);
  return {
    answer: answerText,
    ...(questions > 0 && { context: `${questions} earlier question${questions === 1 ? '' : 's'}` }),
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** No tokenizer here: words stand in for tokens. */
function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}
