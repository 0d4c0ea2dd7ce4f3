import { randomUUID } from 'node:crypto';
import type { Exchange } from './exchange.js';
import type { Correlation } from './messages.js';
import { ResponderError, type Responder, type Turn } from './responder.js';

/** What a reply is made from, and where it goes. */
export interface ReplyJob {
  readonly responder: Responder;
  readonly message: string;
  readonly about: Correlation;
  readonly history: readonly Turn[];
  readonly exchange: Exchange;
  /** Send `llm_status` first. */
  readonly announceModel: boolean;
  readonly signal: AbortSignal;
}

/** A model that does not stop is stopped here. */
const MAX_RESPONSE_LENGTH = 64 * 1024;

/**
 * Streams one reply: `llm_response_chunk`s with index 0, 1, 2, …, then `llm_response` with the whole text; or an
 * `error` with the same `stream_id`. Returns the text, or undefined when there was none.
 */
export async function streamReply(job: ReplyJob): Promise<string | undefined> {
  const { responder, about, exchange, signal } = job;
  const { model } = responder;
  const stream_id = randomUUID();
  const startedAt = performance.now();
  let response = '';
  let index = 0;
  try {
    for await (const delta of responder.reply(job.message, job.history, signal)) {
      if (signal.aborted) return undefined;
      if (delta === '') continue;
      if (index === 0 && job.announceModel) {
        exchange.send({
          type: 'llm_status',
          payload: { status: 'connected', model, message: `${model} answers` },
        });
      }
      exchange.send({ type: 'llm_response_chunk', payload: { ...about, stream_id, index, delta } });
      response += delta;
      index += 1;
      if (response.length > MAX_RESPONSE_LENGTH) break;
    }
    if (response === '') throw new ResponderError('LLM_EMPTY', 'The model gave no answer. Try again.');
  } catch (error) {
    if (signal.aborted) return undefined;
    const { code, message } = explain(error);
    exchange.send({ type: 'llm_status', payload: { status: 'disconnected', model, message } });
    exchange.send({
      type: 'error',
      payload: { message, error_code: code, severity: 'high', ...about, stream_id },
    });
    return undefined;
  }
  const processing_time = Math.round(performance.now() - startedAt) / 1000;
  exchange.send({
    type: 'llm_response',
    payload: { response, ...about, model, processing_time, stream_id, chunks: index },
  });
  return response;
}

function explain(error: unknown): { code: string; message: string } {
  if (error instanceof ResponderError) return error;
  // A fault of ours: the details go to the log, not to the client.
  console.error('The responder failed:', error);
  return { code: 'SYSTEM_ERROR', message: 'The answer could not be written; the server log says why.' };
}
