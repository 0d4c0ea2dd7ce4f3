import { useState } from 'react';
import { useWebSocket } from '../../../dist/react.js';

/** The hook renders once per animation frame; what it calls for each message gathers the text. */
export function useStream({ url }) {
  const [gathered] = useState(() => {
    const stream = { text: '', count: 0 };
    const onMessage = ({ payload }) => {
      stream.text = (stream.text + payload.delta).slice(-500);
      stream.count++;
    };
    return { stream, onMessage };
  });
  useWebSocket(`${url}/plain`, { onMessage: gathered.onMessage });
  return gathered.stream;
}
