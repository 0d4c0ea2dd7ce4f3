import { createElement } from 'react';
import { ChatProvider } from '../../../dist/react.js';

/** The same in the page's own thread. */
export { useStream } from './chatwireWorker.mjs';

export function Provider({ url, children }) {
  return createElement(ChatProvider, { options: { url: `${url}/plain`, history: false } }, children);
}
