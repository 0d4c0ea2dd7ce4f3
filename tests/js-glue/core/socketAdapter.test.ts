import { describe, expect, it } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import { FrameTap } from '../../../js-glue/core/frameTap.ts';
import { SocketAdapter } from '../../../js-glue/core/socketAdapter.ts';
import { unusedPort } from '../../support/deafServer.ts';
import { FakeWebSocket } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

/** An adapter of a fake socket, and what comes out of it. */
function make(socket = new FakeWebSocket('ws://server.test')) {
  const lines: string[] = [];
  const adapter = new SocketAdapter(
    socket,
    undefined,
    (cause) => lines.push(`trap ${String(cause)}`),
    new FrameTap(),
  );
  adapter.onopen = () => lines.push('open');
  adapter.onerror = () => lines.push('error');
  adapter.onmessage = (data) => lines.push(`message ${typeof data === 'string' ? data : data.byteLength}`);
  adapter.onclose = ({ code, reason, wasClean }) => lines.push(`close ${code} ${reason} ${wasClean}`);
  return { socket, adapter, lines };
}

const fail = (cause: unknown) => {
  throw cause;
};

/** Like a mock that knows no tasks: it fires events from inside `send()` and `close()`. */
class HastySocket extends FakeWebSocket {
  override send(data: string | Uint8Array<ArrayBuffer>): void {
    super.send(data);
    this.onmessage?.({ data: 'echo 1' });
    this.onmessage?.({ data: 'echo 2' });
  }

  override close(code?: number): void {
    this.readyState = 3;
    this.onerror?.({});
    this.onclose?.({ code });
  }
}

describe('SocketAdapter', () => {
  it('asks for bytes as an ArrayBuffer', () => {
    expect(make().socket.binaryType).toBe('arraybuffer');
  });

  it('passes events on', async () => {
    const { socket, lines } = make();
    await socket.open();
    await socket.message('a');
    await socket.end(4001, 'why');
    expect(lines).toEqual(['open', 'message a', 'close 4001 why true']);
  });

  it('fills in what a poor close event leaves out', () => {
    const { socket, lines } = make();
    socket.onclose?.({});
    expect(lines).toEqual(['close 1006  false']);
  });

  it('keeps events that come during send() until the call is over, in their order', async () => {
    const { socket, adapter, lines } = make(new HastySocket('ws://server.test'));
    socket.readyState = 1;
    expect(adapter.offer('x')).toBe(true);
    expect(lines).toEqual([]);
    await Promise.resolve();
    expect(lines).toEqual(['message echo 1', 'message echo 2']);
  });

  it('keeps events that come during close() until the call is over, in their order', async () => {
    const { socket, adapter, lines } = make(new HastySocket('ws://server.test'));
    socket.readyState = 1;
    adapter.offer('x');
    adapter.close(1000);
    expect(lines).toEqual([]);
    await settle();
    expect(lines).toEqual(['message echo 1', 'message echo 2', 'error', 'close 1000  false']);
  });

  it('lets nothing overtake events that wait', async () => {
    const { socket, adapter, lines } = make(new HastySocket('ws://server.test'));
    socket.readyState = 1;
    adapter.offer('x');
    socket.onmessage?.({ data: 'later' });
    await settle();
    expect(lines).toEqual(['message echo 1', 'message echo 2', 'message later']);
  });

  it('lets nothing overtake them while they are told either', async () => {
    const { socket, adapter, lines } = make(new HastySocket('ws://server.test'));
    socket.readyState = 1;
    adapter.offer('x');
    adapter.onmessage = (data) => {
      lines.push(data as string);
      if (data === 'echo 1') socket.onmessage?.({ data: 'later' });
    };
    await settle();
    expect(lines).toEqual(['echo 1', 'echo 2', 'later']);
  });

  it('does not throw what the socket throws', async () => {
    const { socket, adapter } = make();
    expect(adapter.offer('too early')).toBe(false);
    await socket.open();
    socket.send = socket.close = () => {
      throw new DOMException('no', 'InvalidAccessError');
    };
    expect(adapter.offer('x')).toBe(false);
    expect(() => adapter.close(1006, 'x'.repeat(200))).not.toThrow();
  });

  it('takes nothing for a socket that is closing', async () => {
    const { socket, adapter } = make();
    await socket.open();
    adapter.close();
    expect(adapter.offer('x')).toBe(false);
    expect(socket.sent).toEqual([]);
  });

  it('gives the bytes of a Node Buffer, and not the pool around them', async () => {
    const { socket, adapter } = make();
    const seen: unknown[] = [];
    adapter.onmessage = (data) => seen.push(data);
    await socket.open();
    await socket.message(Buffer.from([1, 2, 3]));
    await socket.message(new Uint8Array([1, 2, 3, 4]).subarray(1, 3));
    await socket.message(new ArrayBuffer(0));
    expect(seen).toEqual([
      new Uint8Array([1, 2, 3]).buffer,
      new Uint8Array([2, 3]).buffer,
      new ArrayBuffer(0),
    ]);
  });

  it('leaves out what cannot be read at once', () => {
    const { socket, lines } = make();
    socket.onmessage?.({ data: new Blob(['x']) });
    socket.onmessage?.({ data: undefined });
    expect(lines).toEqual([]);
  });

  it('counts nothing as buffered where the socket does not say', () => {
    const { socket, adapter } = make();
    (socket as { bufferedAmount: unknown }).bufferedAmount = undefined;
    expect(adapter.bufferedAmount).toBe(0);
  });

  it('F43 tells what its events die of, and passes nothing of it to the socket', async () => {
    const { socket, adapter, lines } = make(new HastySocket('ws://server.test'));
    adapter.onopen = adapter.onerror = adapter.onclose = () => fail('trap');
    socket.onopen?.({});
    socket.onerror?.({});
    adapter.close();
    await settle();
    expect(lines).toEqual(Array(4).fill('trap trap'));
  });

  it('F43 leave() closes the socket, and lets nothing in any more', async () => {
    const { socket, adapter, lines } = make();
    await socket.open();
    adapter.leave(4010, 'why');
    await socket.message('late');
    await settle();
    expect(lines).toEqual(['open']);
    expect(socket.closedWith).toEqual({ code: 4010, reason: 'why' });
  });

  it('F08 the late error of an abandoned ws raises nothing', async () => {
    const thrown: unknown[] = [];
    const note = (error: unknown) => thrown.push(error);
    process.on('uncaughtException', note);
    const socket = new WsWebSocket(`ws://127.0.0.1:${await unusedPort()}`);
    const adapter = new SocketAdapter(socket, undefined, fail, new FrameTap());
    adapter.onopen = adapter.onerror = adapter.onclose = adapter.onmessage = null;
    adapter.close();
    await until(() => socket.readyState === WsWebSocket.CLOSED, 'the socket to end');
    await settle();
    process.off('uncaughtException', note);
    expect(thrown).toEqual([]);
  });
});
