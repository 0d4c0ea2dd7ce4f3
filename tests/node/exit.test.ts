import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startDeafServer, unusedPort } from '../support/deafServer.ts';
import { RawServer } from '../support/rawServer.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A program of its own that uses the built package. Resolves to what it prints, when it has ended by itself. */
async function run(body: string, url = 'ws://127.0.0.1:9'): Promise<string> {
  const source = `import { createChatClient } from './dist/index.js';
    const reconnect = { initialDelay: 60000, maxDelay: 60000, jitter: 0 };
    const client = createChatClient({ url: '${url}', reconnect });
    ${body}`;
  const program = ['--input-type=module', '--eval', source];
  // Killed, and so rejected, if it does not end.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, program, {
    cwd: root,
    timeout: 8000,
  });
  return stdout + stderr;
}

describe('a program ends by itself', () => {
  it('after it has connected, disconnected and destroyed its client', async () => {
    const server = await RawServer.start();
    const body = `await client.connect();
      await client.send('a').delivered;
      client.on('close', ({ code }) => { console.log('closed', code); client.destroy(); });
      client.disconnect();`;
    expect(await run(body, server.url)).toBe('closed 1000\n');
    expect(server.texts).toEqual(['{"type":"a"}']);
  });

  it('after destroy() alone, with the link open', async () => {
    const server = await RawServer.start();
    expect(
      await run(`await client.connect(); client.destroy(); console.log(client.state);`, server.url),
    ).toBe('closed\n');
    expect(server.connections[0]!.closed?.code).toBe(1000);
  });

  it('after disconnect() while a retry waits', async () => {
    const body = `await client.connect().catch(({ code }) => console.log(code)); client.disconnect(); console.log(client.state);`;
    expect(await run(body, `ws://127.0.0.1:${await unusedPort()}`)).toBe('CONNECTION_LOST\nclosed\n');
  });

  it('after destroy() while it dials a server that says nothing', async () => {
    const { url } = await startDeafServer();
    const body = `client.on('state', ({ state }) => state === 'connecting' && setTimeout(() => client.destroy(), 20)); void client.connect();`;
    expect(await run(body, url)).toBe('');
  });

  it('although it has sent and subscribed, where it never connected', async () => {
    expect(await run(`client.subscribe('a', () => {}); client.send('a'); console.log(client.state);`)).toBe(
      'idle\n',
    );
  });
});
