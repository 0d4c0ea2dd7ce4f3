import { useEffect, useState } from 'react';
import library from 'react-use-websocket';

const { default: useWebSocket } = library;

/** As its documentation has it: an effect on `lastJsonMessage`. */
export function useStream({ url }) {
  const [stream, setStream] = useState({ text: '', count: 0 });
  const { lastJsonMessage } = useWebSocket(`${url}/plain`);
  useEffect(() => {
    if (!lastJsonMessage) return;
    const { delta } = lastJsonMessage.payload;
    setStream(({ text, count }) => ({ text: (text + delta).slice(-500), count: count + 1 }));
  }, [lastJsonMessage]);
  return stream;
}
