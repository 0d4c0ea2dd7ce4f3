import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { afterEach } from 'vitest';

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/**
 * A way to a server over which bytes crawl: each goes in a segment of its own, in both directions. `pause` says, for each
 * of them, how many milliseconds it waits; with 0 it goes in the next turn of the event loop.
 */
export async function slowLink(url: string, pause: () => number): Promise<string> {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: Number(new URL(url).port), host: '127.0.0.1', noDelay: true });
    for (const socket of [near, far]) {
      socket.on('error', () => {});
      ends.push(() => void socket.destroy());
    }
    void crawl(near, far, pause);
    void crawl(far, near, pause);
  });
  ends.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ends with whichever of the two ends first. */
async function crawl(from: Socket, to: Socket, pause: () => number): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length && !to.destroyed; at++) {
        const wait = pause();
        await new Promise((resolve) => (wait > 0 ? setTimeout(resolve, wait) : setImmediate(resolve)));
        to.write(chunk.subarray(at, at + 1));
      }
    }
  } catch {
    // Cut, as a link may be.
  }
  to.destroy();
}
