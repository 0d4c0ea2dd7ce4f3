import { ChatwireError, uuid, type ChatClient, type NexusMessages } from 'chatwire';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Usage {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number;
}

/** Why there is no answer, and what to do about it. */
export interface AskProblem {
  readonly code: string;
  readonly text: string;
  readonly remedy: string;
  /** When to ask again, in milliseconds since 1970. */
  readonly retryAt?: number;
}

export interface Ask {
  readonly id: string;
  readonly question: string;
  /** Whose conversation it belongs to; empty: the common one. */
  readonly team: string;
  readonly status: 'waiting' | 'answered' | 'failed';
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  /** From the question to the answer, in milliseconds. */
  readonly duration?: number;
  readonly answer?: string;
  readonly context?: string;
  readonly usage?: Usage;
  readonly problem?: AskProblem;
}

export interface Asks {
  /** The latest first. */
  readonly asks: readonly Ask[];
  /** What the server complained of without saying which question it means. */
  readonly complaint: AskProblem | undefined;
}

export type NexusClient = ChatClient<NexusMessages>;

/** The wait for a connection included: long enough for an outage that is watched. */
const TIMEOUT = 60_000;
const MAX_ASKS = 200;

/** What helps against an error of the server, by its code (web/server/PROTOCOL.md). */
const remedies: Readonly<Record<string, string>> = {
  rate_limited: 'Wait a moment, then ask again',
  busy: 'Let some of the questions be answered first',
  message_too_long: 'Ask in fewer words',
  bad_field: 'Write a question',
};

/** Questions and what came of them. Whoever is asked, the answers find their questions by their ids. */
export class AskStore {
  readonly store: StoreApi<Asks> = createStore<Asks>(() => ({ asks: [], complaint: undefined }));

  /** Shows what the server says without an id that one of the questions has. */
  watch(client: NexusClient): () => void {
    return client.subscribe('error', ({ id, payload }) => {
      if (this.#find(id)) return;
      this.store.setState({ complaint: problemOf(payload) });
    });
  }

  /** Asks, and shows the question at once. While there is no connection it waits for one. */
  ask(client: NexusClient, question: string, team = ''): void {
    const ask: Ask = { id: uuid(), question, team, status: 'waiting', askedAt: Date.now() };
    this.store.setState(({ asks }) => ({ asks: [ask, ...asks].slice(0, MAX_ASKS), complaint: undefined }));
    void this.#send(client, ask);
  }

  /** Asks the same once more, in the place of the one that failed. */
  askAgain(client: NexusClient, id: string): void {
    const failed = this.#find(id);
    if (!failed) return;
    const { question, team } = failed;
    const ask: Ask = { id: uuid(), question, team, status: 'waiting', askedAt: Date.now() };
    this.store.setState(({ asks }) => ({
      asks: asks.map((each) => (each.id === id ? ask : each)),
      complaint: undefined,
    }));
    void this.#send(client, ask);
  }

  dismissComplaint(): void {
    this.store.setState({ complaint: undefined });
  }

  /** Forgets what has ended. */
  clear(): void {
    this.store.setState(({ asks }) => ({ asks: asks.filter(({ status }) => status === 'waiting') }));
  }

  async #send(client: NexusClient, { id, question, team, askedAt }: Ask): Promise<void> {
    const request = { query: question, ...(team && { team_id: team }) };
    try {
      const { type, payload } = await client.request('ask', request, { id, timeout: TIMEOUT });
      const duration = Date.now() - askedAt;
      if (type === 'response') this.#change(id, { ...answered(payload), duration });
      else this.#change(id, failed(payload, duration));
    } catch (error) {
      this.#change(id, { status: 'failed', problem: problemOfError(error) });
    }
  }

  #find(id: string | undefined): Ask | undefined {
    return this.store.getState().asks.find((ask) => ask.id === id);
  }

  #change(id: string, change: Partial<Ask>): void {
    this.store.setState(({ asks }) => ({
      asks: asks.map((ask) => (ask.id === id ? { ...ask, ...change } : ask)),
    }));
  }
}

/** The tokens of all answers together. */
export function totalUsage(asks: readonly Ask[]): Usage {
  const sum = (part: keyof Usage) => asks.reduce((total, { usage }) => total + (usage?.[part] ?? 0), 0);
  return { prompt: sum('prompt'), completion: sum('completion'), total: sum('total') };
}

function answered({ answer, context, usage }: NexusMessages['server']['response']): Partial<Ask> {
  return {
    status: 'answered',
    answer,
    ...(context !== undefined && { context }),
    ...(usage && {
      usage: {
        prompt: usage.prompt_tokens,
        completion: usage.completion_tokens,
        total: usage.total_tokens,
      },
    }),
  };
}

function failed(payload: unknown, duration: number): Partial<Ask> {
  return { status: 'failed', problem: problemOf(payload as NexusMessages['server']['error']), duration };
}

function problemOf({ message, code = 'error', retry_after }: NexusMessages['server']['error']): AskProblem {
  return {
    code,
    text: message,
    remedy: remedies[code] ?? 'Ask again',
    ...(retry_after !== undefined && { retryAt: Date.now() + retry_after * 1000 }),
  };
}

/** The client's own errors speak to developers. */
const clientRemedies: Readonly<Record<string, string>> = {
  CONNECTION_LOST: 'The line was cut after the question had left: ask again',
  DISCONNECTED: 'Connect, then ask again',
  REQUEST_TIMEOUT: 'Look at the connection, then ask again',
};

function problemOfError(error: unknown): AskProblem {
  if (!(error instanceof ChatwireError)) return { code: 'error', text: String(error), remedy: 'Ask again' };
  const { code, message, remedy } = error;
  // The message has both in it, which are shown apart.
  const text = message.slice(`${code}: `.length).replace(remedy && `. ${remedy}`, '');
  return { code, text, remedy: clientRemedies[code] ?? (remedy.replace(/\.$/, '') || 'Ask again') };
}
