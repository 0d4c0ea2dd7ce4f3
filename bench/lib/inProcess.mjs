import { FakeSocket } from './fakeSocket.mjs';
import { framesOf, types, wanted } from './frames.mjs';
import { compare, interleave, tidy } from './measure.mjs';
import { protocols } from './protocols.mjs';

const others = types.slice(1);

/** Which type the frames have, by index. */
export const mixes = {
  deliver: () => wanted,
  drop: (index) => others[index % others.length],
  mixed: (index) => types[index % types.length],
};

/** A peer over a socket without a wire: `receive` puts the next of its prepared frames into it. */
async function connected(peer, { bytes, typeAt, handler }) {
  const open = await peer.load();
  const texts = framesOf(protocols[peer.protocol], 240, bytes, typeAt);
  const frames = peer.isBinary ? texts.map((text) => new Uint8Array(Buffer.from(text)).buffer) : texts;
  await open({ url: 'ws://localhost', types: [wanted], handler });
  return { name: peer.name, frames, socket: FakeSocket.latest };
}

/** Time per frame in this process, for each of the peers: from the socket's event until the handler has run. */
export async function receiveInProcess(peers, { bytes, mix, rounds, quick }) {
  globalThis.WebSocket = FakeSocket;
  let seen = 0;
  let read = 0;
  const handler = ({ index, delta }) => {
    seen++;
    read += index + delta.length;
  };
  const contenders = [];
  for (const peer of peers) contenders.push(await connected(peer, { bytes, typeAt: mixes[mix], handler }));
  // As many of each type.
  const count = types.length * Math.ceil((quick ? 300_000 : 1_200_000) / bytes / types.length);
  const samples = await interleave(contenders, {
    rounds,
    warmUp: 3,
    async sample({ name, frames, socket }) {
      tidy();
      seen = 0;
      const start = performance.now();
      for (let index = 0; index < count; index++) socket.receive(frames[index % frames.length]);
      // Some hand messages over in a microtask.
      await new Promise(setImmediate);
      const nanoseconds = ((performance.now() - start) / count) * 1e6;
      const due = Array.from({ length: count }, (_, index) => mixes[mix](index % frames.length));
      if (seen !== due.filter((type) => type === wanted).length)
        throw new Error(`${name} delivered ${seen} of ${count}`);
      return nanoseconds;
    },
  });
  if (read === 0 && mix !== 'drop') throw new Error('nobody read what came');
  return compare(
    contenders.map(({ name }) => name),
    samples,
  );
}
