import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../lib/failure.mjs';

const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves a folder as any static host does, at any port unless one is named. Resolves with { url, close }. */
export async function serveFolder(folder, { policy, port = 0, host = '127.0.0.1' } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = fileAt(folder, decodeURIComponent(pathname));
    if (!file) return response.writeHead(404).end();
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    if (policy) response.setHeader('content-security-policy', policy);
    return createReadStream(file).pipe(response);
  });
  server.listen(port, host);
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://${host}:${server.address().port}`, close };
}

function fileAt(folder, pathname) {
  if (pathname === '/favicon.ico' || pathname.includes('..')) return undefined;
  const names = [pathname, `${pathname}/index.html`, `${pathname}.html`];
  return names.map((name) => join(folder, name)).find((file) => existsSync(file) && statSync(file).isFile());
}

/** Starts a server of the application's own on a free port. Resolves with { url, close } when it answers. */
export async function serveCommand(command, folder, env) {
  const port = await freePort();
  const [program, ...args] = command.replace('$PORT', port).split(' ');
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const url = `http://127.0.0.1:${port}`;
  const close = () => {
    if (child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Failure(`${command} has ended:\n${output}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return { url, close };
    await sleep(200);
  }
  close();
  throw new Failure(`${command} does not answer:\n${output}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
