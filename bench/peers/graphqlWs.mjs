import { createClient } from 'graphql-ws';

/** A subscription for each type. It sends operations, no messages: nothing is sent here. */
export function open({ url, types, handler }) {
  return new Promise((resolve, reject) => {
    let next;
    const client = createClient({
      url: `${url}/graphql`,
      webSocketImpl: WebSocket,
      generateID: () => next,
      on: { connected: () => resolve({ close: () => client.dispose() }) },
    });
    for (const type of types) {
      next = type;
      const sink = { next: ({ data }) => handler(data), error: reject, complete() {} };
      client.subscribe({ query: `subscription { ${type} }` }, sink);
    }
  });
}
