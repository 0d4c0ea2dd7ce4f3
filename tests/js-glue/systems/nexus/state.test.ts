import { jsonSchema } from 'chatwire';
import { describe, expect, it, vi } from 'vitest';
import { fakeNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';
import { connectService, makeService, recorder } from './services.ts';

const refusing = () => fakeNetwork((socket) => void socket.fail());
const lost = 'The connection was lost, or the server is not running.';
const gaveUp = 'The server cannot be reached. Please try again later.';

describe('the state of a service', () => {
  it('S3.36 S3.37 S3.38 S3.52 S3.56 C3 shows each change once, in order, with an error until it is over', async () => {
    let dials = 0;
    const network = fakeNetwork((socket) => void (++dials === 1 ? socket.fail() : socket.open()));
    const { service } = makeService({}, network);
    const states = [service.state];
    service.onStateChange((state) => states.push(state));
    void service.connect();
    await until(() => service.state.connected, 'the link');
    service.disconnect();
    await until(() => service.client.state === 'closed', 'the end');
    expect(states).toEqual([
      { connected: false, connecting: false },
      { connected: false, connecting: true },
      { connected: false, connecting: true, error: lost },
      { connected: true, connecting: false },
      { connected: false, connecting: false },
    ]);
  });

  it('S3.38 S3.83 W21 ends with an error when the client gives up, and forgets it at the next connect()', async () => {
    const network = refusing();
    const { service } = makeService({ maxReconnectAttempts: 1 }, network);
    const seen: boolean[] = [];
    service.onStateChange(({ connected, connecting }) => seen.push(connected && connecting));
    void service.connect();
    await until(() => service.client.state === 'failed', 'the end');
    expect(service.state).toEqual({ connected: false, connecting: false, error: gaveUp });
    expect(seen).not.toContain(true);
  });

  it('S3.89 is the same object until something in it changes', async () => {
    const { service } = await connectService();
    const before = service.state;
    const listener = vi.fn();
    service.onStateChange(listener);
    service.disconnect();
    await until(() => service.client.state === 'closed', 'the close');
    const [first] = listener.mock.calls;
    expect(listener).toHaveBeenCalledOnce();
    expect(first).toEqual([service.state]);
    expect(service.state).not.toBe(before);
    // A message that waits changes the client's snapshot, and nothing here.
    const closed = service.state;
    service.sendQuery('waits');
    expect(service.queueSize).toBe(1);
    expect(service.state).toBe(closed);
    expect(listener).toHaveBeenCalledOnce();
  });

  it('S3.57 S3.82 C38 the same code reaches all, in words that the application may choose', async () => {
    const codes: string[] = [];
    const errorTexts = { CONNECT_TIMEOUT: 'Zu langsam' };
    const { service } = makeService(
      { connectTimeout: 5, maxReconnectAttempts: 0, errorTexts },
      fakeNetwork(),
    );
    service.client.on('error', ({ code }) => codes.push(code));
    await expect(service.connect()).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
    expect(codes[0]).toBe('CONNECT_TIMEOUT');
    expect(service.diagnostics().lastErrors[0]).toMatchObject({
      code: 'CONNECT_TIMEOUT',
      text: 'Zu langsam',
    });
  });

  it('S3.93 says that the device is offline, and dials at once when it is back', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    try {
      let isUp = true;
      const network = fakeNetwork((socket) => void (isUp ? socket.open() : socket.fail()));
      const { service } = await connectService({ reconnectInterval: 60_000 }, network);
      isUp = false;
      page.dispatchEvent(new Event('offline'));
      await network.last.end(1006, '', false);
      await until(() => service.client.state === 'reconnecting', 'the loss');
      expect(service.state.error).toMatch(/^You are offline/);
      expect(service.diagnostics()).toMatchObject({ online: false, state: 'reconnecting' });
      isUp = true;
      page.dispatchEvent(new Event('online'));
      await until(() => service.state.connected, 'the link');
      expect(service.state.error).toBeUndefined();
      service.destroy();
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe('diagnostics()', () => {
  it('S3.63 S3.97 S3.98 S3.99 tells the state, attempts, last close, queue, next retry and last errors', async () => {
    const { service, network } = await connectService({ reconnectInterval: 60_000 });
    await network.last.end(1011, 'boom');
    await until(() => service.client.state === 'reconnecting', 'the loss');
    service.sendQuery('waits');
    const { state, connection, attempts, lastClose, queue, timers } = service.diagnostics();
    expect([state, attempts, queue.size]).toEqual(['reconnecting', 1, 1]);
    expect(connection).toBe(service.state);
    expect(lastClose).toMatchObject({ kind: 'close', code: 1011, reason: 'boom' });
    expect(timers.nextRetryAt! - Date.now()).toBeGreaterThan(59_000);
    void service.connect();
    await until(() => service.state.connected, 'the link');
    expect(service.diagnostics().timers.nextRetryAt).toBeNull();
  });

  it('S3.99 keeps the last twenty errors, the newest at the end, and no secret', async () => {
    const { service } = makeService(
      { maxReconnectAttempts: 30, reconnectInterval: 0, apiKey: 'canary' },
      refusing(),
    );
    void service.connect();
    await until(() => service.client.state === 'failed', 'the end');
    const { lastErrors } = service.diagnostics();
    expect(lastErrors).toHaveLength(20);
    expect(lastErrors.at(-1)).toMatchObject({ code: 'ATTEMPTS_EXHAUSTED', text: gaveUp });
    expect(JSON.stringify(service.diagnostics())).not.toContain('canary');
  });
});

describe('the log of a service', () => {
  const frame = { type: 'news', id: 'n1', payload: { title: 'contents', token: 'canary' } };

  it('S3.80 C43 W32 has errors and warnings by default, and nothing of contents', async () => {
    const { service, network, log } = await connectService({ apiKey: 'canary' });
    await network.last.message(frame);
    await network.last.message('{"type":"contents"');
    service.send({ type: 'ask', id: '1', payload: { query: 'contents' } });
    await network.last.fail();
    await until(() => network.sockets.length === 2, 'the retry');
    expect(log.lines.length).toBeGreaterThan(1);
    expect(new Set(log.lines.map(({ level }) => level))).toEqual(new Set(['warn', 'error']));
    expect(JSON.stringify(log.lines)).not.toMatch(/contents|canary/);
  });

  it('S3.88 S3.90 debug logs every frame, both ways, with secrets masked', async () => {
    const { service, network, log } = await connectService({ debug: true });
    await network.last.message(frame);
    service.send({ type: 'ask', id: '1', payload: { query: 'hi', keys: [{ api_key: 'canary' }] } });
    expect(log.lines.filter(({ level }) => level === 'debug')).toEqual([
      {
        ...{ level: 'debug', text: 'WebSocket received:' },
        details: { ...frame, payload: { title: 'contents', token: '[redacted]' } },
      },
      {
        ...{ level: 'debug', text: 'WebSocket sent:' },
        details: { type: 'ask', id: '1', payload: { query: 'hi', keys: [{ api_key: '[redacted]' }] } },
      },
    ]);
    expect(log.of('info')).toContain('WebSocket connecting -> connected');
  });

  it('S3.80 takes its level and its place from the options', async () => {
    const { service, network, log } = await connectService({ logLevel: 'none' });
    await network.last.message(frame);
    service.disconnect();
    await settle();
    expect(log.lines).toEqual([]);
    expect(() => makeService({ logLevel: 'loud' as never })).toThrow('logLevel must be one of none, error');
    const { logger } = recorder();
    expect(() => makeService({ logger })).not.toThrow();
  });

  it('S3.96 warns once of each type that nobody handles', async () => {
    const { service, network, log } = await connectService();
    for (const type of ['a', 'a', 'b', 'response']) {
      await network.last.message({ type, id: type, payload: { answer: '' } });
    }
    const expected = ['a', 'b', 'response'].map((type) => `No handler for message type: "${type}"`);
    expect(log.of('warn')).toEqual(expected);
    service.onMessage('*', () => {});
    await network.last.message({ type: 'c', id: 'c', payload: null });
    expect(log.of('warn')).toEqual(expected);
  });

  it('S3.96 warns of no answer that somebody waits for', async () => {
    const { service, network, log } = await connectService();
    const answer = service.ask('hi');
    const { id } = JSON.parse(String(network.last.sent.at(-1))) as { id: string };
    await network.last.message({ type: 'response', id, payload: { answer: 'yes' } });
    expect(await answer).toEqual({ answer: 'yes' });
    expect(log.of('warn')).toEqual([]);
    await network.last.message({ type: 'response', id, payload: { answer: 'again' } });
    expect(log.of('warn')).toEqual(['No handler for message type: "response"']);
  });
});

describe('messages that cannot be used', () => {
  it('S3.53 S3.70 S3.79 are told with a reason, and the link stays up', async () => {
    const { service, network, log } = await connectService();
    const seen = vi.fn();
    const invalid: unknown[] = [];
    service.onMessage('*', seen);
    service.onInvalidMessage(({ reason }) => invalid.push(reason));
    for (const text of ['{"type":', 'no', '[1]']) await network.last.message(text);
    expect(invalid).toEqual(Array.from({ length: 3 }, () => 'is no JSON object'));
    expect(seen).not.toHaveBeenCalled();
    expect(service.state.connected).toBe(true);
    expect(log.of('warn')).toHaveLength(3);
  });

  it('S3.54 S3.68 are those whose type or id is of no usable kind', async () => {
    const { service, network } = await connectService();
    const seen = vi.fn();
    const invalid: unknown[] = [];
    service.onMessage('*', seen);
    service.onInvalidMessage(({ path, reason }) => invalid.push(`${path} ${reason}`));
    await network.last.message({ type: 7, id: '1', payload: null });
    await network.last.message({ type: 'news', id: {}, payload: null });
    expect(invalid).toEqual([
      'type must be a text that is not empty',
      'id must be a text, or a whole number that JavaScript can hold',
    ]);
    expect(seen).not.toHaveBeenCalled();
  });

  it('S3.14 S3.16 S3.69 S3.94 S3.95 are those whose payload is not as it must be: told by field and kind', async () => {
    const own = jsonSchema({ type: 'object', required: ['title'] });
    const { service, network } = await connectService({ schemas: { news: own } });
    const seen = vi.fn();
    const invalid: unknown[] = [];
    service.onMessage('*', seen);
    service.onInvalidMessage(({ path, reason }) => invalid.push(`${path} ${reason}`));
    for (const payload of [{}, { answer: 7 }, { answer: '', usage: { prompt_tokens: 1 } }]) {
      await network.last.message({ type: 'response', id: '1', payload });
    }
    await network.last.message({ type: 'news', id: '2', payload: {} });
    expect(invalid).toEqual([
      'payload.answer is missing',
      'payload.answer must be string, not number',
      'payload.usage.completion_tokens is missing',
      'payload.title is missing',
    ]);
    expect(seen).not.toHaveBeenCalled();
  });

  it('S3.85 history by type, time and count, bounded, can be cleared', async () => {
    const { service, network } = await connectService({ history: { maxCount: 3 } });
    for (const [id, type] of ['a', 'b', 'b', 'b'].entries()) {
      await network.last.message({ type, id: String(id), payload: null });
    }
    const ids = (query?: Parameters<typeof service.history>[0]) => service.history(query).map(({ id }) => id);
    expect(ids()).toEqual(['1', '2', '3']);
    expect(ids({ type: 'b', limit: 2 })).toEqual(['2', '3']);
    expect(ids({ type: 'a' })).toEqual([]);
    expect(ids({ since: Date.now() + 60_000 })).toEqual([]);
    service.clearHistory();
    expect(ids()).toEqual([]);
  });
});
