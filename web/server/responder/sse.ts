import { ResponderError } from './responder.js';

/** A line that never ends is an attack or a mistake. */
const MAX_EVENT_LENGTH = 1024 * 1024;

/**
 * The `data` of each server-sent event in a byte stream, in order. Bytes may be split anywhere: inside a character,
 * a line ending or a field. Other fields and comments are skipped; an event without its blank line is not one.
 */
export async function* readSse(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    // A CR at the very end may be half of a CRLF: it stays until we know.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_EVENT_LENGTH) {
      throw new ResponderError('LLM_BAD_STREAM', 'The model sent a line that does not end.');
    }
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
      } else if (line === 'data' || line.startsWith('data:')) {
        data.push(line.slice(5).replace(/^ /, ''));
      }
    }
  }
}
