/**
 * Everybody who competes. `load()` gives the adapter, a function `open({ url, types, handler, early })` that connects to a
 * server (the protocol's name is still missing from `url`), has `handler(payload)` called for messages of those types, and
 * resolves to { send?(type, payload), close() } once connected. Who can take messages earlier calls `early(client)` as soon
 * as it can.
 *
 * Adapters take `globalThis.WebSocket`: what stands there while they are loaded is what they use.
 */
export const peer = (name, file, { packages = [], protocol = 'plain', ...more } = {}) => ({
  name,
  packages,
  protocol,
  file: new URL(`${file}.mjs`, import.meta.url).pathname,
  load: async () => (await import(`./${file}.mjs`)).open,
  ...more,
});

export const byHand = peer('by hand', 'byHand');
export const chatwire = peer('chatwire', 'chatwire');
export const chatwireHistory = peer('chatwire, with history', 'chatwireHistory');
export const chatwirePlain = peer('chatwire/plain', 'chatwirePlain');

export const chatwireWorker = peer('chatwire, worker', 'chatwireWorker');
export const chatwireShared = peer('chatwire, shared', 'chatwireShared');
export const firstCharacters = peer('first characters', 'firstCharacters');

/** All that run in Node. */
export const peers = [
  byHand,
  firstCharacters,
  chatwire,
  chatwireHistory,
  chatwirePlain,
  peer('reconnecting-websocket', 'reconnectingWebSocket', { packages: ['reconnecting-websocket'] }),
  peer('partysocket', 'partysocket', { packages: ['partysocket'] }),
  peer('websocket-ts', 'websocketTs', { packages: ['websocket-ts'] }),
  peer('@vueuse/core', 'vueuse', { packages: ['@vueuse/core'] }),
  peer('phoenix', 'phoenix', { packages: ['phoenix'], protocol: 'phoenix' }),
  peer('graphql-ws', 'graphqlWs', { packages: ['graphql-ws'], protocol: 'graphql' }),
  peer('socket.io-client', 'socketIo', { packages: ['socket.io-client'], protocol: 'socketio' }),
  peer('@microsoft/signalr', 'signalr', { packages: ['@microsoft/signalr'], protocol: 'signalr' }),
  peer('centrifuge', 'centrifuge', { packages: ['centrifuge'], protocol: 'centrifuge' }),
];
