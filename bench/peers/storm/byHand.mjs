import { useEffect, useState } from 'react';

/** As most tutorials have it: a `setState` per message. */
export function useStream({ url }) {
  const [stream, setStream] = useState({ text: '', count: 0 });
  useEffect(() => {
    const socket = new WebSocket(`${url}/plain`);
    socket.onmessage = ({ data }) => {
      const { payload } = JSON.parse(data);
      setStream(({ text, count }) => ({ text: (text + payload.delta).slice(-500), count: count + 1 }));
    };
    return () => socket.close();
  }, [url]);
  return stream;
}
