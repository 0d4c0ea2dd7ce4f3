import { FakeSocket } from '../lib/fakeSocket.mjs';
import { framesOf, types, wanted } from '../lib/frames.mjs';
import { compare, interleave } from '../lib/measure.mjs';
import { protocols } from '../lib/protocols.mjs';

const count = 5000;

/** Each takes a text and keeps it in its way; all of it is let go with `drop`. */
const contenders = {
  'array of texts': () => keepIn([], (text) => text),
  'array of objects': () => keepIn([], (text) => JSON.parse(text)),
  'array of both': () => keepIn([], (text) => ({ text, message: JSON.parse(text) })),
  'chatwire history': chatwireHistory,
};

function keepIn(list, kept) {
  return {
    keep: (text) => list.push(kept(text)),
    bytes: () => 0,
    length: () => list.length,
    clear: () => (list.length = 0),
    drop() {},
  };
}

async function chatwireHistory() {
  const { createChatClient } = await import('../../dist/index.js');
  const history = { maxCount: count, maxBytes: 2 ** 31 };
  const client = createChatClient({ url: 'ws://localhost/plain', WebSocket: FakeSocket, history });
  client.subscribe(wanted, () => {});
  await client.connect();
  const socket = FakeSocket.latest;
  return {
    keep: (text) => socket.receive(text),
    bytes: () => client.stats().heapInUse,
    length: () => client.history({ limit: count }).length,
    clear: () => client.clearHistory(),
    drop: () => client.destroy(),
  };
}

/** Texts as a socket gives them: each of its own, and flat. */
function* texts(bytes) {
  for (const frame of framesOf(protocols.plain, count, bytes, (index) => types[index % 3])) {
    yield Buffer.from(frame).toString('latin1');
  }
}

async function used() {
  for (let times = 0; times < 3; times++) {
    // What is finalized, is so in a task of its own.
    await new Promise(setImmediate);
    globalThis.gc();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

export default {
  title: 'History, in memory',
  about: `Node: what ${count} kept messages take per byte of their text, on JavaScript’s heap and in the module’s memory.`,
  cases: [
    { name: '245 B', bytes: 245 },
    { name: '2 KB', bytes: 2048 },
  ],
  async run({ name, bytes }, { quick }) {
    const names = Object.keys(contenders);
    const samples = await interleave(names, {
      rounds: quick ? 2 : 5,
      async sample(contender) {
        const store = await contenders[contender]();
        const fill = () => {
          for (const text of texts(bytes)) store.keep(text);
        };
        const module = store.bytes();
        // What runs for the first time leaves code behind, which belongs to no message.
        fill();
        store.clear();
        const empty = await used();
        fill();
        const taken = (await used()) - empty + store.bytes() - module;
        if (store.length() !== count) throw new Error(`${contender} kept ${store.length()} of ${count}`);
        store.drop();
        return taken / count / bytes;
      },
    });
    const title = `memory of a kept message of ${name}, per byte of its text`;
    return [{ title, unit: 'B', rows: compare(names, samples), headline: bytes === 245 }];
  },
};
