import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

/** Throws a Failure unless a server may listen at this port; `command` is what the user ran. */
export function mustBeFree(port, command) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code, message }) => {
      const taken = code === 'EADDRINUSE';
      const remedy = `Choose another: PORT=${taken && port < 65535 ? port + 1 : 8080} ${command}`;
      reject(new Failure(taken ? `port ${port} is taken by another program` : message, remedy));
    });
    probe.listen({ port, host: process.env.HOST || '127.0.0.1' }, () => probe.close(resolve));
  });
}
