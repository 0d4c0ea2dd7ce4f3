import { setTimeout as sleep } from 'node:timers/promises';
import { askedCalculation, composeAnswer } from './compose-answer.js';
import type { Responder, ToolCall, Turn } from './responder.js';

/** Pause between two pieces in milliseconds: a fixed one, or a range drawn from at random. */
export type ChunkDelay = number | readonly [min: number, max: number];

/** The longest piece, in characters: matters for scripts without spaces. */
const MAX_PIECE = 16;

/** Answers about the message by rules, with no network and no key, at the pace of a model. */
export class EmbeddedResponder implements Responder {
  readonly model = 'chatwire-embedded';
  readonly #delay: ChunkDelay;

  constructor(delay: ChunkDelay) {
    this.#delay = delay;
  }

  async *reply(message: string, history: readonly Turn[], signal: AbortSignal): AsyncIterable<string> {
    for (const piece of pieces(composeAnswer(message, history, new Date()))) {
      await this.#pause(signal);
      yield piece;
    }
  }

  toolsFor(message: string): readonly ToolCall[] {
    const sum = askedCalculation(message);
    return sum ? [{ name: 'calculator', arguments: { expression: sum.expression } }] : [];
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const [min, max] = typeof this.#delay === 'number' ? [this.#delay, this.#delay] : this.#delay;
    const delay = min + Math.random() * (max - min);
    if (delay > 0) await sleep(delay, undefined, { signal });
    else await new Promise(setImmediate); // Other connections get their turn even then.
  }
}

/** A text in small pieces, words with the space behind them; never cuts a character in two. */
function pieces(text: string): string[] {
  const words = text.match(/\S+\s*|\s+/g) ?? [];
  return words.flatMap((word) => {
    const points = [...word];
    const parts: string[] = [];
    for (let at = 0; at < points.length; at += MAX_PIECE)
      parts.push(points.slice(at, at + MAX_PIECE).join(''));
    return parts;
  });
}
