import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { compileModule, configureCore, type CoreSource } from '../../js-glue/core/hostedModule.ts';
import type * as Slim from '../../js-glue/slim.ts';
import { RawServer } from '../support/rawServer.ts';

const core = readFileSync('dist/core.wasm');
const sourceKey = Symbol.for('chatwire.coreSource.0.1');
const coreKey = Symbol.for('chatwire.core.0.1');

/** A file server with one answer to everything. */
let server: Server;
let answer: { status?: number; type?: string; body: string | Buffer };
let url: string;

const forget = () => {
  Reflect.deleteProperty(globalThis, sourceKey);
  Reflect.deleteProperty(globalThis, coreKey);
};

beforeEach(async () => {
  forget();
  answer = { type: 'application/wasm', body: core };
  server = createServer((_request, response) => {
    const { status = 200, type, body } = answer;
    response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/core.wasm`;
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
  forget();
});

/** What the load says that this file is not what it should be. */
async function complaint(source: CoreSource): Promise<string> {
  configureCore(source);
  const error: unknown = await compileModule().catch((cause: unknown) => cause);
  expect(error).toMatchObject({ name: 'ChatwireError', code: 'WASM_UNAVAILABLE' });
  return (error as Error).message;
}

describe('where chatwire/slim has its module from', () => {
  it.each<[string, () => Promise<CoreSource> | CoreSource]>([
    ['an address', () => ({ wasmUrl: url })],
    ['a URL', () => ({ wasmUrl: new URL(url) })],
    ['an ArrayBuffer', () => ({ wasmBinary: new Uint8Array(core).buffer })],
    ['bytes', () => ({ wasmBinary: new Uint8Array(core) })],
    ['a compiled module', async () => ({ module: await WebAssembly.compile(new Uint8Array(core)) })],
  ])('%s', async (_what, source) => {
    configureCore(await source());
    expect(WebAssembly.Module.exports(await compileModule()).length).toBeGreaterThan(0);
  });

  it('compiles while it comes, where the server names the type', async () => {
    const streaming = vi.spyOn(WebAssembly, 'compileStreaming');
    configureCore({ wasmUrl: url });
    await compileModule();
    expect(streaming).toHaveBeenCalledOnce();
  });

  it.each(['application/octet-stream', 'text/html', undefined])(
    'compiles in the end, and once, as %s',
    async (type) => {
      answer = { type, body: core } as typeof answer;
      const [streaming, fetching] = [
        vi.spyOn(WebAssembly, 'compileStreaming'),
        vi.spyOn(globalThis, 'fetch'),
      ];
      configureCore({ wasmUrl: url });
      await compileModule();
      expect(streaming).not.toHaveBeenCalled();
      expect(fetching).toHaveBeenCalledOnce();
    },
  );

  it('B32 is checked: one source, of the right kind', () => {
    const refusals: [unknown, string][] = [
      [undefined, 'configureCore must be an object'],
      [{}, 'one of wasmUrl, wasmBinary and module, not 0 of them'],
      [{ wasmUrl: url, wasmBinary: core }, 'not 2 of them'],
      [{ wasmURL: url }, "configureCore has no option 'wasmURL'"],
      [{ wasmUrl: '' }, 'wasmUrl must be a URL'],
      [{ wasmBinary: 'AGFzbQ==' }, 'wasmBinary must be an ArrayBuffer or a view of one'],
      [{ module: core }, 'module must be a WebAssembly.Module'],
    ];
    for (const [source, text] of refusals) {
      const configure = () => configureCore(source as CoreSource);
      expect(configure).toThrow(TypeError);
      expect(configure).toThrow(text);
    }
  });
});

describe('F42 what is wrong with it is said', () => {
  it('nobody has configured it', async () => {
    await expect(compileModule()).rejects.toMatchObject({
      code: 'WASM_UNAVAILABLE',
      remedy: 'Call configureCore() before the first connect() or send()',
    });
  });

  it('nobody answers', async () => {
    expect(await complaint({ wasmUrl: 'http://127.0.0.1:1/core.wasm' })).toContain(
      'http://127.0.0.1:1/core.wasm could not be fetched. Check the address',
    );
  });

  it('the server does not finish', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(globalThis, 'fetch').mockImplementation(
      (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
        }),
    );
    configureCore({ wasmUrl: url });
    const load = compileModule().catch((error: unknown) => error);
    vi.advanceTimersByTime(30_000);
    expect(await load).toMatchObject({
      code: 'WASM_UNAVAILABLE',
      cause: { message: 'It did not come within 30000 ms' },
    });
  });

  it.each([404, 500, 403])('HTTP %d', async (status) => {
    answer.status = status;
    expect(await complaint({ wasmUrl: url })).toContain(`${url} could not be fetched: HTTP ${status}. Host`);
  });

  it('S3 without what stands in the address for the server only', async () => {
    answer.status = 404;
    const text = await complaint({ wasmUrl: `${url}?signature=canary#canary` });
    expect(text).toContain(`${url} could not be fetched`);
    expect(text).not.toContain('canary');
  });

  it('a page', async () => {
    answer = { type: 'text/html', body: '<!doctype html>' };
    expect(await complaint({ wasmUrl: url })).toContain('(HTTP 200, text/html) is no WebAssembly module');
  });

  it('nothing at all', async () => {
    answer = { body: '' };
    expect(await complaint({ wasmUrl: url })).toContain(
      '(HTTP 200, without a content type) is no WebAssembly',
    );
  });

  it.each(['application/wasm', 'application/octet-stream'])('a part of the file, as %s', async (type) => {
    answer = { type, body: core.subarray(0, 1000) };
    expect(await complaint({ wasmUrl: url })).toContain(`(HTTP 200, ${type}) could not be compiled`);
  });

  it('a module of another version', async () => {
    const other = new Uint8Array(core);
    other[other.length - 1]! ^= 1;
    answer = { type: 'application/wasm', body: Buffer.from(other) };
    const foreign =
      'does not belong to this version of chatwire. Host the file dist/core.wasm of the very version';
    expect(await complaint({ wasmUrl: url })).toContain(`(HTTP 200, application/wasm) ${foreign}`);
    expect(await complaint({ wasmBinary: other })).toContain(`wasmBinary ${foreign}`);
    expect(await complaint({ module: await WebAssembly.compile(other) })).toContain(foreign);
  });
});

describe('the entry as it is built', () => {
  it.each<[string, () => CoreSource]>([
    ['wasmUrl', () => ({ wasmUrl: url })],
    ['wasmBinary', () => ({ wasmBinary: core })],
  ])('connects with %s, and again after a load that failed', async (_name, source) => {
    const entry = '../../dist/slim.js';
    const slim = (await import(entry)) as typeof Slim;
    const peer = await RawServer.start();
    const client = slim.createChatClient({ url: peer.url, WebSocket });
    await expect(client.connect()).rejects.toMatchObject({ code: 'WASM_UNAVAILABLE' });
    slim.configureCore(source());
    await client.connect();
    expect(client.state).toBe('connected');
    client.destroy();
    await peer.kill();
  });

  it('has everything of chatwire, and not the module', async () => {
    const [entry, whole] = ['../../dist/slim.js', '../../dist/index.js'];
    const names = (module: object) => Object.keys(module).filter((name) => name !== 'configureCore');
    expect(names((await import(entry)) as object)).toEqual(names((await import(whole)) as object));
    const size = (path: string) => readFileSync(path).length;
    expect(size('dist/slim.js')).toBeLessThan(size('dist/index.js') - 40_000);
  });
});
