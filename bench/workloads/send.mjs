import { FakeSocket } from '../lib/fakeSocket.mjs';
import { payloadOf, wanted } from '../lib/frames.mjs';
import { compare, interleave, tidy } from '../lib/measure.mjs';
import { firstCharacters, peers } from '../peers/index.mjs';

const count = 900;
const payload = payloadOf(wanted, 1, 245);
const bytes = JSON.stringify(payload).length;
const tick = () => new Promise(setImmediate);

const cannot = { send: ['graphql-ws'], flush: ['graphql-ws', '@microsoft/signalr'] };

/** Waits until the sockets were given all that was sent since `before`. */
async function allSent(before, name) {
  for (let waited = 0; FakeSocket.sent - before < count * bytes; waited++) {
    if (waited > 5000) throw new Error(`${name} does not send`);
    await tick();
  }
}

async function send({ name, client }) {
  tidy();
  const before = FakeSocket.sent;
  const start = performance.now();
  for (let index = 0; index < count; index++) client.send(wanted, payload);
  await allSent(before, name);
  return ((performance.now() - start) / count) * 1e6;
}

/** A client of its own for each round: messages are sent while it dials, and leave when the socket opens. */
async function flush({ name, open }) {
  FakeSocket.holds = true;
  const last = FakeSocket.latest;
  let early;
  const opened = open({
    url: 'ws://localhost',
    types: [wanted],
    handler() {},
    early: (client) => (early = client),
  });
  while (FakeSocket.latest === last) await tick();
  tidy();
  const before = FakeSocket.sent;
  const start = performance.now();
  for (let index = 0; index < count; index++) early.send(wanted, payload);
  FakeSocket.latest.open();
  await allSent(before, name);
  const nanoseconds = ((performance.now() - start) / count) * 1e6;
  await opened;
  early.close();
  await tick();
  return nanoseconds;
}

export default {
  title: 'Send, in this process',
  about: `Node, over a socket without a wire: ${count} messages of 245 B, from the call until the socket was given them.`,
  leftOut: {
    'graphql-ws': 'what it sends are operations, not messages',
    '@microsoft/signalr, queued': 'it refuses what is sent before it is connected',
    'react-use-websocket': 'it is a hook',
  },
  cases: [{ mode: 'send' }, { mode: 'flush' }],
  async run({ mode }, { quick }) {
    globalThis.WebSocket = FakeSocket;
    const contenders = [];
    for (const peer of peers) {
      if (peer === firstCharacters || cannot[mode].includes(peer.name)) continue;
      const open = await peer.load();
      const settings = { url: 'ws://localhost', types: [wanted], handler() {} };
      contenders.push({ name: peer.name, open, client: mode === 'send' && (await open(settings)) });
    }
    const samples = await interleave(contenders, {
      rounds: quick ? 5 : 21,
      warmUp: 3,
      sample: mode === 'send' ? send : flush,
    });
    const names = contenders.map(({ name }) => name);
    const title = mode === 'send' ? 'send on an open socket' : 'queue while it dials, then send all';
    return [{ title, unit: 'ns', rows: compare(names, samples), headline: true, plot: true }];
  },
};
