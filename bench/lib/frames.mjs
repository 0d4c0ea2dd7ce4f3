/** What a chat backend with tools sends: thirty types, of which a view wants one. */
export const types = [
  ...['llm_response_chunk', 'llm_response', 'plan_ready', 'plan_step_started', 'plan_step_finished'],
  ...['tool_call', 'tool_result', 'agent_status', 'agent_error', 'agent_log'],
  ...['chat_created', 'chat_renamed', 'chat_deleted', 'message_edited', 'message_deleted'],
  ...['typing_started', 'typing_stopped', 'presence', 'user_joined', 'user_left'],
  ...['file_uploaded', 'file_indexed', 'metrics_update', 'model_loaded', 'model_unloaded'],
  ...['queue_position', 'quota_update', 'notification', 'settings_changed', 'workflow_event'],
];
export const wanted = types[0];

/** A token of a stream, an answer's piece with sources, and a whole plan: bytes of the frame as plain JSON. */
export const sizes = [
  { name: '245 B', bytes: 245 },
  { name: '2 KB', bytes: 2048 },
  { name: '16.9 KB', bytes: 16_900 },
];

const words = 'a few words of an answer, as a model streams them; ';
const paragraph = `${words.repeat(3).trim()}\n`;

/**
 * A payload that makes the frame `{"type":...,"payload":...}` exactly so many bytes long. Most of a long one is text, which
 * engines parse fastest: many small objects would flatter whoever does not parse.
 */
export function payloadOf(type, index, bytes) {
  const payload = { chat_id: '3f2b8c1e-7d64-4a19-9c0e-5b1a2d3e4f60', index, model: 'llama3.2:1b', delta: '' };
  if (bytes > 1000) {
    payload.sources = ['/var/log/auth.log', '/var/log/syslog', '/etc/hosts'].map((path, line) => ({
      path,
      line,
    }));
  }
  const missing = () => bytes - JSON.stringify({ type, payload }).length;
  payload.delta = paragraph.repeat(Math.max(0, Math.floor(missing() / (paragraph.length + 1)) - 1));
  // What is left has no line breaks: a character is a byte.
  const rest = missing();
  payload.delta += words.repeat(Math.ceil(rest / words.length)).slice(0, rest);
  return payload;
}

/** So many frames as a protocol writes them; `typeAt(index)` names the type of each. */
export function framesOf(protocol, count, bytes, typeAt = () => wanted) {
  return Array.from({ length: count }, (_, index) => {
    const type = typeAt(index);
    return protocol.frame(type, payloadOf(type, index, bytes));
  });
}
