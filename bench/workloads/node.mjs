import { connectClient } from '../lib/client.mjs';
import { wanted } from '../lib/frames.mjs';
import { compare, interleave, spread } from '../lib/measure.mjs';
import { startServer } from '../lib/server.mjs';
import { firstCharacters, peers } from '../peers/index.mjs';

/** Connects, takes a flood, and gives messages per second and the processor's time per message. */
async function flood({ open }, { server, count }) {
  const client = await connectClient(open, { url: server.url, types: [wanted] });
  const take = async (messages) => {
    const done = client.expect(messages);
    const sent = server.flood({ count: messages, bytes: 245 });
    const milliseconds = await done;
    await sent;
    return milliseconds;
  };
  await take(count / 5);
  const before = process.cpuUsage();
  const milliseconds = await take(count);
  const { user, system } = process.cpuUsage(before);
  client.close();
  return { speed: (count / milliseconds) * 1000, processor: (user + system) / count };
}

/** There and back, one message at a time: the median. */
async function trips({ open }, { server, count }) {
  const client = await connectClient(open, { url: server.url, types: [wanted] });
  client.state.answers = true;
  const times = await server.trips({ count, bytes: 245, pause: 1 });
  client.close();
  return spread(times).median * 1000;
}

export default {
  title: 'Real sockets, in Node',
  about:
    'All of them over the `ws` package on the loopback, 245 B messages, the server in a process of its own: as fast as they ' +
    'are taken, and one at a time, from the server to the client’s handler and back.',
  leftOut: {
    'graphql-ws, one at a time': 'what it sends are operations, not messages',
    'react-use-websocket': 'it is a hook',
  },
  cases: [{ mode: 'flood' }, { mode: 'trips' }],
  async run({ mode }, { quick }) {
    const { WebSocket } = await import('ws');
    globalThis.WebSocket = WebSocket;
    const server = await startServer();
    const contenders = [];
    for (const peer of peers) {
      if (peer === firstCharacters || (mode === 'trips' && peer.name === 'graphql-ws')) continue;
      contenders.push({ name: peer.name, open: await peer.load() });
    }
    const names = contenders.map(({ name }) => name);
    const measured = (sample, count) =>
      interleave(contenders, { rounds: quick ? 2 : 7, sample: (peer) => sample(peer, { server, count }) });
    if (mode === 'trips') {
      const samples = await measured(trips, quick ? 50 : 150);
      const rows = compare(names, samples);
      return [{ title: 'one message there and back, Node', unit: 'µs', rows, headline: true }];
    }
    const samples = await measured(flood, quick ? 5000 : 20_000);
    const rowsOf = (figure) =>
      compare(
        names,
        samples.map((list) => list.map((each) => each[figure])),
      );
    const [speed, processor] = [rowsOf('speed'), rowsOf('processor')];
    return [
      {
        title: 'throughput, Node',
        unit: '/s',
        rows: speed,
        higherIsBetter: true,
        headline: true,
        plot: true,
      },
      { title: 'processor time per message, Node', unit: 'µs', rows: processor },
    ];
  },
};
