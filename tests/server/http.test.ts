import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowedOrigin } from '../../web/server/origin.js';
import { serve, TestClient, until } from './harness.js';

let folder: string;
let appDir: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatwire-app-'));
  appDir = join(folder, 'app');
  await mkdir(join(appDir, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(appDir, '.env'), 'secret');
  await writeFile(join(appDir, 'index.html'), '<h1>page</h1>');
  await writeFile(join(appDir, 'assets', 'app.js'), 'export {};');
  await writeFile(join(appDir, 'assets', 'core.wasm'), Buffer.from([0, 97, 115, 109]));
  await writeFile(join(appDir, 'assets', 'style.css'), 'body {}');
  await writeFile(join(appDir, 'assets', 'with space.svg'), '<svg/>');
  await symlink(join(folder, 'secret.txt'), join(appDir, 'link.txt'));
});

afterAll(() => rm(folder, { recursive: true }));

/** Unlike fetch, sends the path exactly as given. */
function get(port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ port, path, host: '127.0.0.1' }, (response) => {
      let body = '';
      response.on('data', (bytes: Buffer) => (body += bytes.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.on('error', reject).end();
  });
}

describe('the files of the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/app.js?v=1', 'text/javascript; charset=utf-8'],
    ['/assets/core.wasm', 'application/wasm'],
    ['/assets/style.css', 'text/css; charset=utf-8'],
    ['/assets/with%20space.svg', 'image/svg+xml'],
  ])('%s is served as %s', async (path, type) => {
    const response = await fetch((await serve({ appDir })).url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await response.arrayBuffer()).byteLength).toBe(Number(response.headers.get('content-length')));
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00',
    '/%E0%A4%A',
    '/.env',
    '/link.txt',
    '/assets',
    '//secret.txt',
  ])('%s leads nowhere', async (path) => {
    const { status, body } = await get((await serve({ appDir })).port, path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  it("paths of the page's own router get the page, missing files do not", async () => {
    const { url } = await serve({ appDir });
    const headers = { Accept: 'text/html' };
    expect(await (await fetch(`${url}/chats/7`, { headers })).text()).toBe('<h1>page</h1>');
    expect((await fetch(`${url}/chats/7`)).status).toBe(404);
    expect((await fetch(`${url}/missing.js`, { headers })).status).toBe(404);
  });

  it('HEAD gives the headers alone, other methods are refused', async () => {
    const { url } = await serve({ appDir });
    const head = await fetch(`${url}/assets/app.js`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(405);
  });
});

describe('the other HTTP routes', () => {
  it.each(['/health', '/ws/health'])('%s answers JSON', async (path) => {
    const response = await fetch((await serve()).url + path);
    expect(await response.json()).toMatchObject({ status: 'healthy', connections: 0 });
  });

  it('anything else is 404, and /ws says that it wants a WebSocket', async () => {
    const { url } = await serve();
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/demo/cut`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}/ws`)).status).toBe(426);
  });
});

describe('the demo control', () => {
  const post = (url: string, headers: Record<string, string> = {}) => fetch(url, { method: 'POST', headers });

  it('cuts', async () => {
    const server = await serve({ demo: true });
    const client = await TestClient.open(server.wsUrl);
    expect(await (await post(`${server.url}/demo/cut`, { Origin: server.url })).json()).toEqual({
      ok: true,
      cut: 1,
    });
    expect((await client.end()).code).toBe(1006);
  });

  it('floods', async () => {
    const server = await serve({ demo: true });
    const client = await TestClient.open(server.wsUrl);
    const response = await post(`${server.url}/demo/flood?count=50`);
    expect(await response.json()).toEqual({ ok: true, sent: 50 });
    await client.next('flood', 50);
  });

  it('stops and comes back', async () => {
    const server = await serve({ demo: true });
    const client = await TestClient.open(server.wsUrl);
    const response = await post(`${server.url}/demo/stop?seconds=0`);
    expect(await response.json()).toEqual({ ok: true, seconds: 0 });
    await client.end();
    let isBack = false;
    const knock = () =>
      void fetch(`${server.url}/health`)
        .then(() => (isBack = true))
        .catch(() => {});
    await until(() => (knock(), isBack), 'the server to come back');
  });

  it.each(['/demo/stop?seconds=ten', '/demo/stop?seconds=-1', '/demo/flood?count=0', '/demo/flood?size=1e9'])(
    'refuses %s',
    async (path) => {
      const response = await post((await serve({ demo: true })).url + path);
      expect(response.status).toBe(400);
    },
  );

  it('refuses foreign pages, other methods and unknown names', async () => {
    const { url } = await serve({ demo: true });
    expect((await post(`${url}/demo/cut`, { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await fetch(`${url}/demo/cut`)).status).toBe(405);
    expect((await post(`${url}/demo/burn`)).status).toBe(404);
  });
});

describe('origins', () => {
  const open = (url: string, origin: string) => TestClient.open(url, { headers: { Origin: origin } });

  it.each([
    'https://evil.example',
    'http://127.0.0.1.evil.example',
    'null',
    'file://',
    'http://10.0.0.9',
    'x',
  ])('S2 a page of %s may not open a WebSocket', async (origin) => {
    const { wsUrl } = await serve();
    await expect(open(wsUrl, origin)).rejects.toThrow('HTTP 403');
  });

  it.each(['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:80'])(
    'a page of %s may',
    async (origin) => {
      const client = await open((await serve()).wsUrl, origin);
      await client.settle();
    },
  );

  it('a page named in the options may', async () => {
    const { wsUrl } = await serve({ allowedOrigins: ['https://chat.example.com'] });
    await (await open(wsUrl, 'https://chat.example.com')).settle();
    await expect(open(wsUrl, 'https://chat.example.com:8443')).rejects.toThrow('HTTP 403');
  });

  it.each([
    ['http://192.168.1.5:8080', '192.168.1.5:8080', true],
    ['http://laptop.local:8080', 'laptop.local:8080', true],
    ['http://192.168.1.5:8080', '192.168.1.5:9090', false],
    // DNS rebinding: the page's own name leads here, so origin and host agree.
    ['http://evil.example:8080', 'evil.example:8080', false],
  ])('origin %s at host %s: %s', (origin, host, expected) => {
    expect(isAllowedOrigin(origin, host, [])).toBe(expected);
  });
});
