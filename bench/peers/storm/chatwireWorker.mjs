import { createElement, useEffect, useState } from 'react';
import { ChatProvider, useChatClient, useLatestMessage } from '../../../dist/react.js';

/** The socket and the core in a Worker; the page parses what it gets once a frame, and renders then. */
export function Provider({ url, children }) {
  const options = { url: `${url}/plain`, thread: 'worker', history: false };
  return createElement(ChatProvider, { options }, children);
}

export function useStream() {
  const client = useChatClient();
  const [stream] = useState({ text: '', count: 0 });
  useEffect(
    () =>
      client.subscribe('*', ({ payload }) => {
        stream.text = (stream.text + payload.delta).slice(-500);
        stream.count++;
      }),
    [client, stream],
  );
  useLatestMessage('*');
  return stream;
}
