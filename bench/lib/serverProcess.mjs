// The server of the workloads with a real wire, in a process of its own: told what to do by bench/lib/server.mjs.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { at } from '../../scripts/lib/paths.mjs';
import { framesOf, types, wanted } from './frames.mjs';
import { protocolOf } from './protocols.mjs';

/** The newest connection. */
let socket;
let protocol;
let heard = () => {};
let arrived = () => {};

const http = createServer((request, response) => {
  const [, name] = /^\/pages\/([\w-]+\.js)$/.exec(request.url) ?? [];
  const file = name === 'worker.js' ? at('dist/worker.js') : at('build/bench/pages', name ?? 'none');
  const isScript = name !== undefined && existsSync(file);
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
  if (isScript) createReadStream(file).pipe(response);
  else response.end('<!doctype html><title>bench</title><div id="root"></div>');
});

new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (connection, request) => {
  socket = connection;
  const spoken = (protocol = protocolOf(`http://localhost${request.url}`));
  connection.on('message', (data) => {
    const text = String(data);
    if (text.includes('here_again')) heard();
    for (const answer of spoken.answers(text)) connection.send(answer);
  });
  for (const text of spoken.greeting) connection.send(text);
  arrived();
});

const commands = {
  /** Sends so many messages: as fast as they are taken, or so many per second; `batch` of them in each frame. */
  async flood({ count, bytes, batch = 1, perSecond, isMixed = false }) {
    const typeAt = (index) => (isMixed ? types[index % types.length] : wanted);
    const frames = framesOf(protocol, Math.min(count, 240 * batch), bytes, typeAt);
    const texts = batch === 1 ? frames : batched(frames, batch);
    const started = performance.now();
    for (let sent = 0; sent < count; sent += batch) {
      socket.send(texts[(sent / batch) % texts.length]);
      if (perSecond) {
        while (((performance.now() - started) / 1000) * perSecond < sent + batch) await sleep(1);
      } else {
        if ((sent / batch) % 64 === 63) await setImmediate();
        while (socket.bufferedAmount > 1 << 20) await sleep(1);
      }
    }
  },

  /** Waits for the next connection. */
  connected: () => new Promise((resolve) => (arrived = resolve)),

  /** Sends one message after the other, each when the client's answer to the last has come, and says how long it took. */
  async trips({ count, bytes, pause }) {
    const [frame] = framesOf(protocol, 1, bytes);
    const times = [];
    for (let trip = 0; trip < count; trip++) {
      await sleep(pause);
      const answered = new Promise((resolve) => (heard = resolve));
      const started = performance.now();
      socket.send(frame);
      await answered;
      times.push(performance.now() - started);
    }
    return times;
  },
};

function batched(frames, batch) {
  const count = Math.floor(frames.length / batch);
  return Array.from({ length: count }, (_, index) =>
    protocol.batch(frames.slice(index * batch, (index + 1) * batch)),
  );
}

process.on('message', async ({ command, settings }) => {
  process.send({ result: await commands[command](settings) });
});
process.on('disconnect', () => process.exit());
http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));
