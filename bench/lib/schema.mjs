/** What a payload of the benchmark's frames must be, as a server publishes it. */
export const payloadSchema = {
  type: 'object',
  required: ['chat_id', 'index', 'model', 'delta'],
  properties: {
    chat_id: { type: 'string' },
    index: { type: 'integer' },
    model: { type: 'string' },
    delta: { type: 'string' },
    sources: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'line'],
        properties: { path: { type: 'string' }, line: { type: 'integer' } },
      },
    },
  },
};
