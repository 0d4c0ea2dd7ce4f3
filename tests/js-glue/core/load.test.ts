import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { makeFakeClient } from '../../support/clients.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';

const key = Symbol.for('chatwire.core.0.1');
const forget = () => Reflect.deleteProperty(globalThis, key);

beforeEach(forget);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  forget();
});

describe('loadCore', () => {
  it('is shared by those who ask before it has finished', async () => {
    const compile = vi.spyOn(WebAssembly, 'compile');
    const [first, second] = await Promise.all([loadCore(), loadCore()]);
    expect(second).toBe(first);
    expect(await loadCore()).toBe(first);
    expect(compile).toHaveBeenCalledOnce();
  });

  it('is shared by two clients', async () => {
    const compile = vi.spyOn(WebAssembly, 'compile');
    const network = openNetwork();
    const clients = [makeFakeClient({}, network), makeFakeClient({}, network)];
    await Promise.all(clients.map(({ client }) => client.connect()));
    expect(compile).toHaveBeenCalledOnce();
    expect(network.live).toBe(2);
  });

  it('F42 is refused with WASM_UNAVAILABLE and the cause, and tried again by the next caller', async () => {
    const cause = new WebAssembly.CompileError('blocked by a content security policy');
    vi.spyOn(WebAssembly, 'compile').mockRejectedValueOnce(cause);
    const [first, second] = await Promise.allSettled([loadCore(), loadCore()]);
    expect(first).toMatchObject({ reason: { name: 'ChatwireError', code: 'WASM_UNAVAILABLE', cause } });
    expect(second).toEqual(first);
    expect(typeof (await loadCore()).module.ChatClient).toBe('function');
  });

  it('F42 is refused with WASM_UNAVAILABLE when the module cannot be instantiated', async () => {
    vi.spyOn(WebAssembly, 'instantiate').mockRejectedValueOnce(new RangeError('out of memory'));
    await expect(loadCore()).rejects.toMatchObject({ code: 'WASM_UNAVAILABLE' });
    await expect(loadCore()).resolves.toBeDefined();
  });

  it('F42 is refused with WASM_UNAVAILABLE where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    await expect(loadCore()).rejects.toThrow(
      'WASM_UNAVAILABLE: This platform has no WebAssembly. Use a newer browser, or import from chatwire/plain',
    );
  });

  it('F42 makes a client fail once, keep what was sent, and deliver it when it loads after all', async () => {
    vi.spyOn(WebAssembly, 'compile').mockRejectedValueOnce(new WebAssembly.CompileError('blocked'));
    const { client, network } = makeFakeClient({}, openNetwork());
    const errors: string[] = [];
    client.on('error', ({ code }) => errors.push(code));
    const receipt = client.send('a', 1);
    await expect(client.connect()).rejects.toMatchObject({ code: 'WASM_UNAVAILABLE' });
    expect(errors).toEqual(['WASM_UNAVAILABLE']);
    expect(client.getSnapshot()).toMatchObject({ state: 'failed', queued: 1 });
    expect(client.getSnapshot().error?.remedy).toMatch(/wasm-unsafe-eval/);
    await client.connect();
    await receipt.delivered;
    expect(network.last.sent).toEqual(['{"type":"a","payload":1}']);
    expect(client.getSnapshot()).toMatchObject({ state: 'connected', error: null });
  });
});
