import { randomUUID } from 'node:crypto';
import { answer, explainFailure, type Question } from '../responder/answer.js';
import type { Exchange } from './exchange.js';
import type { Correlation } from './messages.js';

/** Where a reply goes. */
export interface ReplyTarget {
  readonly about: Correlation;
  readonly exchange: Exchange;
  /** Send `llm_status` first. */
  readonly announceModel: boolean;
}

/**
 * Streams one reply: `llm_response_chunk`s with index 0, 1, 2, …, then `llm_response` with the whole text; or an
 * `error` with the same `stream_id`. Returns the text, or undefined when there was none.
 */
export async function streamReply(question: Question, target: ReplyTarget): Promise<string | undefined> {
  const { about, exchange } = target;
  const { model } = question.responder;
  const stream_id = randomUUID();
  const startedAt = performance.now();
  let index = 0;
  try {
    const response = await answer(question, (delta) => {
      if (index === 0 && target.announceModel) {
        exchange.send({
          type: 'llm_status',
          payload: { status: 'connected', model, message: `${model} answers` },
        });
      }
      exchange.send({ type: 'llm_response_chunk', payload: { ...about, stream_id, index, delta } });
      index += 1;
    });
    const processing_time = Math.round(performance.now() - startedAt) / 1000;
    exchange.send({
      type: 'llm_response',
      payload: { response, ...about, model, processing_time, stream_id, chunks: index },
    });
    return response;
  } catch (error) {
    if (question.signal.aborted) return undefined;
    const { code, message } = explainFailure(error);
    exchange.send({ type: 'llm_status', payload: { status: 'disconnected', model, message } });
    exchange.send({
      type: 'error',
      payload: { message, error_code: code, severity: 'high', ...about, stream_id },
    });
    return undefined;
  }
}
