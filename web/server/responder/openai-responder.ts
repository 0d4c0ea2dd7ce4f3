import { ResponderError, type Responder, type Turn } from './responder.js';
import { readSse } from './sse.js';

/** An OpenAI-compatible endpoint: OpenAI, Ollama, llama.cpp, vLLM and many more. */
export interface LlmOptions {
  /** Up to and without `/chat/completions`, such as `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Sent as a bearer token. Never logged. */
  readonly apiKey?: string;
  /** Longest silence, in milliseconds, before and between pieces. Default 30,000. */
  readonly timeout?: number;
}

const SYSTEM_PROMPT = 'You are the assistant in a chat. Answer in plain text, briefly and to the point.';

/** Streams answers from a model over HTTP. */
export class OpenAiResponder implements Responder {
  readonly model: string;
  readonly #options: LlmOptions;
  readonly #timeout: number;

  constructor(options: LlmOptions) {
    this.model = options.model;
    this.#options = options;
    this.#timeout = options.timeout ?? 30_000;
  }

  async *reply(message: string, history: readonly Turn[], signal: AbortSignal): AsyncGenerator<string> {
    // One watchdog for the whole exchange, wound up again by every sign of life.
    const silence = new AbortController();
    const watchdog = setTimeout(() => silence.abort(), this.#timeout);
    try {
      const either = AbortSignal.any([signal, silence.signal]);
      const response = await this.#ask(message, history, either);
      watchdog.refresh();
      let isComplete = false;
      for await (const data of readSse(watched(response, watchdog))) {
        if (data === '[DONE]') return;
        const { delta, isLast } = readEvent(data);
        isComplete ||= isLast;
        if (delta) yield delta;
      }
      if (!isComplete)
        throw new ResponderError('LLM_CUT_OFF', 'The model stopped in the middle of its answer.');
    } catch (error) {
      if (silence.signal.aborted) {
        throw new ResponderError(
          'LLM_TIMEOUT',
          `The model was silent for ${this.#timeout / 1000} s. Try again.`,
        );
      }
      if (error instanceof ResponderError || signal.aborted) throw error;
      console.error(`The LLM endpoint failed: ${causeOf(error)}`);
      throw new ResponderError(
        'LLM_UNREACHABLE',
        'The model cannot be reached. Is LLM_BASE_URL right, and up?',
      );
    } finally {
      clearTimeout(watchdog);
      silence.abort(); // Also ends the request when the reader of this stream left early.
    }
  }

  async #ask(
    message: string,
    history: readonly Turn[],
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    const { baseUrl, model, apiKey } = this.#options;
    const messages = [
      { role: 'system', content: SYSTEM_PROMPT },
      ...history.map(({ role, text }) => ({ role, content: text })),
      { role: 'user', content: message },
    ];
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'text/event-stream',
        ...(apiKey && { Authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({ model, messages, stream: true }),
      signal,
    });
    if (response.ok && response.body) return response.body;
    // The body may quote the key, so it is neither logged nor passed on.
    throw new ResponderError(
      'LLM_STATUS',
      `The model's server answered ${response.status}${remedy(response.status)}.`,
    );
  }
}

/** Lets the bytes through and winds the watchdog up at each. */
async function* watched(
  body: AsyncIterable<Uint8Array>,
  watchdog: NodeJS.Timeout,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of body) {
    watchdog.refresh();
    yield bytes;
  }
}

/** The few parts we need of a `chat.completion.chunk`; all may be missing. */
interface CompletionEvent {
  readonly error?: unknown;
  readonly choices?: readonly { delta?: { content?: unknown }; finish_reason?: unknown }[];
}

function readEvent(data: string): { delta: string; isLast: boolean } {
  let event: CompletionEvent | null;
  try {
    event = JSON.parse(data) as CompletionEvent | null;
  } catch {
    throw new ResponderError('LLM_BAD_STREAM', 'The model sent something that is not JSON.');
  }
  if (event?.error)
    throw new ResponderError('LLM_ERROR', 'The model reported an error in its answer. Try again.');
  const choice = event?.choices?.[0];
  const content = choice?.delta?.content;
  return { delta: typeof content === 'string' ? content : '', isLast: Boolean(choice?.finish_reason) };
}

/** `fetch` says only "fetch failed"; why is in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return String(cause);
}

function remedy(status: number): string {
  if (status === 401 || status === 403) return ': check LLM_API_KEY';
  if (status === 404) return ': check LLM_BASE_URL and LLM_MODEL';
  if (status === 429) return ': it is busy, try again later';
  return '';
}
