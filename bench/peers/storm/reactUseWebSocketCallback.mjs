import { useState } from 'react';
import library from 'react-use-websocket';

const { default: useWebSocket } = library;

/** With its callback for each message, which loses none. */
export function useStream({ url }) {
  const [stream, setStream] = useState({ text: '', count: 0 });
  useWebSocket(`${url}/plain`, {
    onMessage({ data }) {
      const { payload } = JSON.parse(data);
      setStream(({ text, count }) => ({ text: (text + payload.delta).slice(-500), count: count + 1 }));
    },
  });
  return stream;
}
