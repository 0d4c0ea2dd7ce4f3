const nothing = [];

/**
 * The server's side of each protocol, as far as the workloads need it: what it says first (`greeting`), what it answers to
 * a text of the client (`answers`), how it writes a message (`frame`) and several in one frame (`batch`). The first part of
 * an address' path names the protocol.
 */
export const protocols = {
  /** Chatwire's neutral profile, and everybody who sends what the application gives them. */
  plain: {
    greeting: nothing,
    answers: () => nothing,
    frame: (type, payload) => JSON.stringify({ type, payload }),
    batch: (frames) => `[${frames.join(',')}]`,
  },

  /** Engine.IO 4 and Socket.IO 5: https://socket.io/docs/v4/engine-io-protocol/ */
  socketio: {
    greeting: [
      '0{"sid":"bench","upgrades":[],"pingInterval":60000,"pingTimeout":60000,"maxPayload":1000000}',
    ],
    answers: (text) => (text === '40' ? ['40{"sid":"bench"}'] : nothing),
    frame: (type, payload) => `42${JSON.stringify([type, payload])}`,
  },

  /** graphql-transport-ws: one subscription for each type, whose id is the type. */
  graphql: {
    greeting: nothing,
    answers: (text) => (text.includes('"connection_init"') ? ['{"type":"connection_ack"}'] : nothing),
    frame: (type, payload) => JSON.stringify({ id: type, type: 'next', payload: { data: payload } }),
  },

  /** Phoenix channels, version 2 of their serializer. */
  phoenix: {
    greeting: nothing,
    answers(text) {
      if (!text.includes('"phx_join"')) return nothing;
      const [join, reference, topic] = JSON.parse(text);
      return [JSON.stringify([join, reference, topic, 'phx_reply', { status: 'ok', response: {} }])];
    },
    frame: (type, payload) => JSON.stringify([null, null, 'bench', type, payload]),
  },

  /** Centrifugo's JSON protocol: one channel for each type. */
  centrifuge: {
    greeting: nothing,
    answers: (text) =>
      text
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter(({ connect, subscribe }) => connect || subscribe)
        .map(({ id, connect }) =>
          JSON.stringify(
            connect ? { id, connect: { client: 'bench', version: '5' } } : { id, subscribe: {} },
          ),
        ),
    frame: (type, payload) => JSON.stringify({ push: { channel: type, pub: { data: payload } } }),
  },

  /** SignalR's JSON hub protocol: each record ends with U+001E. */
  signalr: {
    greeting: nothing,
    answers: (text) => (text.includes('"protocol"') ? ['{}\u001e'] : nothing),
    frame: (type, payload) => `${JSON.stringify({ type: 1, target: type, arguments: [payload] })}\u001e`,
  },
};

export const protocolOf = (url) => protocols[new URL(url).pathname.split('/')[1]];
