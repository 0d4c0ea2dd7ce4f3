import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts the server; it speaks the protocol that the path of an address names. Ends with this process. */
export async function startServer() {
  const child = fork(fileURLToPath(new URL('serverProcess.mjs', import.meta.url)), { execArgv: [] });
  child.once('exit', (code) => {
    if (code !== 0) throw new Error('the server failed');
  });
  const [{ port }] = await once(child, 'message');
  const ask = async (command, settings) => {
    child.send({ command, settings });
    const [{ result }] = await once(child, 'message');
    return result;
  };
  return {
    page: `http://127.0.0.1:${port}/`,
    url: `ws://127.0.0.1:${port}`,
    connected: () => ask('connected'),
    flood: (settings) => ask('flood', settings),
    trips: (settings) => ask('trips', settings),
    close: () => child.disconnect(),
  };
}
