/** Two frames of a chat system: a token of a stream, and a long answer. */
export function chatFrame(index) {
  return JSON.stringify({
    type: 'llm_response_chunk',
    payload: {
      chat_id: '3f2b8c1e-7d64-4a19-9c0e-5b1a2d3e4f60',
      stream_id: '59a59063-3891-41df-87c2-1b8c383ea5d1',
      index,
      delta: 'a few words of an answer, as a model streams them, ',
      model: 'llama3.2:1b-instruct-q4_K_M',
    },
  });
}

export function longFrame(index) {
  const steps = Array.from({ length: 100 }, (_, step) => ({
    step_number: step,
    description: `Step ${step} of plan ${index}: read the logs, compare them, say what differs`,
    result: { status: 'success', lines: step * 17, note: 'nothing unusual was found in this part' },
  }));
  return JSON.stringify({ type: 'plan_ready', payload: { index, steps } });
}
