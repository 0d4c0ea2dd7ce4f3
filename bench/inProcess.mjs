import { createChatClient } from 'chatwire';
import { chatFrame, longFrame } from './frames.mjs';
import { InProcessSocket } from './inProcessSocket.mjs';

/** What a page writes by hand: the floor that everything is measured against. */
function byHand(type, handler) {
  const handlers = new Map([[type, handler]]);
  return (data) => {
    const message = JSON.parse(data);
    handlers.get(message.type)?.(message);
  };
}

async function throughClient(types, handler, history) {
  const client = createChatClient({ url: 'ws://localhost/', WebSocket: InProcessSocket, history });
  for (const type of types) client.subscribe(type, handler);
  await client.connect();
  const socket = InProcessSocket.latest;
  return (data) => socket.onmessage({ data });
}

/**
 * Time per frame as a multiple of `JSON.parse` + `Map` + handler, in this process: medians of interleaved rounds.
 * "deliver" hands each frame to one handler, "drop" to nobody.
 */
export async function inProcess({ rounds, sizes }) {
  const rows = [];
  for (const { name, frame, count } of sizes) {
    const frames = Array.from({ length: 256 }, (_, index) => frame(index));
    let seen = 0;
    const handler = ({ payload }) => (seen += payload.index);
    const type = JSON.parse(frames[0]).type;
    const floor = byHand(type, handler);
    const contenders = {
      [`deliver ${name}`]: await throughClient([type], handler, false),
      [`deliver ${name}, history on`]: await throughClient([type], handler, undefined),
      [`drop ${name}`]: await throughClient(['another_type'], handler, false),
    };
    const time = (receive) => {
      const start = performance.now();
      for (let index = 0; index < count; index++) receive(frames[index & 255]);
      return ((performance.now() - start) / count) * 1e6;
    };
    const samples = { floor: [], ...Object.fromEntries(Object.keys(contenders).map((key) => [key, []])) };
    for (let round = 0; round < rounds; round++) {
      samples.floor.push(time(floor));
      for (const [key, receive] of Object.entries(contenders)) samples[key].push(time(receive));
    }
    if (seen === 0) throw new Error('no frame reached a handler');
    const base = median(samples.floor);
    rows.push({ figure: `JSON.parse + Map, ${name} (${frames[0].length} B)`, nanoseconds: base, ratio: 1 });
    for (const key of Object.keys(contenders)) {
      const nanoseconds = median(samples[key]);
      rows.push({ figure: key, nanoseconds, ratio: nanoseconds / base });
    }
  }
  return rows;
}

export const standardSizes = [
  { name: 'token', frame: chatFrame, count: 20_000 },
  { name: 'long answer', frame: longFrame, count: 500 },
];

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
