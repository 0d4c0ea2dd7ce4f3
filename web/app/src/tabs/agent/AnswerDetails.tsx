import type { ChatMessage } from 'chatwire/stores';

/** Who answered, and how long it took. */
export function AnswerDetails({ details }: ChatMessage) {
  const model = details?.['model'];
  const seconds = details?.['processing_time'];
  if (typeof model !== 'string' || typeof seconds !== 'number') return null;
  return `${model}, ${seconds.toFixed(1)} s`;
}
