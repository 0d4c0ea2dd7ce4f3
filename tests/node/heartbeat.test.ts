import { expect, it } from 'vitest';
import { makeLoopbackClient } from '../support/clients.ts';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

const ping = '{"type":"ping"}';

it('S4.125 C8 pings, hides the answers, and measures how long they take', async () => {
  const server = await RawServer.start();
  server.onFrame = ({ socket }, frame) => {
    if (frame === ping) socket.send('{"type":"pong"}');
  };
  const client = makeLoopbackClient(server.url, { heartbeat: { interval: 10, timeout: 1000 } });
  const seen: string[] = [];
  client.subscribe('*', ({ type }) => seen.push(type));
  await client.connect();
  expect(client.stats().rtt).toBeNull();
  await until(() => server.last.frames.length >= 5, 'five pings');
  await until(() => client.stats().rtt !== null, 'an answer');
  expect(new Set(server.last.frames)).toEqual(new Set([ping]));
  expect(seen).toEqual([]);
  expect(client.stats().rtt?.p50).toBeLessThan(1000);
  expect(client.stats().rtt?.p95).toBeGreaterThanOrEqual(client.stats().rtt?.p50 ?? Infinity);
});

it('S4.126 F13 leaves a server that fell silent without a close, and comes back', async () => {
  const server = await RawServer.start();
  const client = makeLoopbackClient(server.url, { heartbeat: { interval: 20, timeout: 40 } });
  const codes: string[] = [];
  client.on('error', ({ code }) => codes.push(code));
  await client.connect();
  // Nothing is read any more, so not even the close frame is answered.
  server.last.socket.pause();
  await until(() => server.connections.length === 2, 'a second dial');
  expect(codes).toContain('LINK_DEAD');
});

it('W53 takes any frame for a sign of life, unless it is strict', async () => {
  const server = await RawServer.start();
  server.onFrame = ({ socket }, frame) => {
    if (frame === ping) socket.send('{"type":"other"}');
  };
  const easy = makeLoopbackClient(server.url, { heartbeat: { interval: 10, timeout: 30 } });
  await easy.connect();
  await until(() => server.last.frames.length >= 20, 'twenty pings');
  expect(server.connections).toHaveLength(1);
  const strict = makeLoopbackClient(server.url, { heartbeat: { interval: 10, timeout: 30, strict: true } });
  await strict.connect();
  await until(() => server.connections.length >= 3, 'the strict one to dial again');
});

it('G10 takes it that autobot answers a ping by pong, and any other frame for as good', async () => {
  const server = await RawServer.start();
  let answer = '{"type":"pong"}';
  server.onFrame = ({ socket }, frame) => {
    if (frame === ping) socket.send(answer);
  };
  const client = makeLoopbackClient(server.url, {
    profile: 'autobot',
    heartbeat: { interval: 10, timeout: 30 },
  });
  const seen: string[] = [];
  client.subscribe('*', ({ type }) => seen.push(type));
  await client.connect();
  await until(() => client.stats().rtt !== null, 'the time of an answer');
  expect(seen).toEqual([]);
  answer = '{"type":"progress"}';
  await until(() => seen.length >= 10, 'ten pings more');
  expect(server.connections).toHaveLength(1);
});

it('F14 leaves a link on which the server still talks and no longer hears', async () => {
  const server = await RawServer.start();
  server.onFrame = ({ socket, frames }, frame) => {
    const { id } = JSON.parse(String(frame)) as { id: string };
    // From the third ping on the server has heard none, but goes on saying what it said.
    const heard = frames.length <= 2 ? id : '2';
    socket.send(JSON.stringify({ type: 'news' }));
    socket.send(JSON.stringify({ type: 'pong', id: heard }));
    socket.send(JSON.stringify({ type: 'pong' }));
  };
  const heartbeat = { interval: 20, timeout: 60, strict: true, ids: true };
  const client = makeLoopbackClient(server.url, { heartbeat });
  const codes: string[] = [];
  client.on('error', ({ code }) => codes.push(code));
  await client.connect();
  await until(() => server.connections.length === 2, 'a second dial');
  expect(codes).toContain('LINK_DEAD');
  expect(server.connections[0]!.frames.slice(0, 3)).toEqual(
    ['1', '2', '3'].map((id) => `{"type":"ping","id":"${id}"}`),
  );
  expect(client.stats().rtt).not.toBeNull();
});

it('C8 can ask in the words of the server', async () => {
  const server = await RawServer.start();
  const client = makeLoopbackClient(server.url, {
    heartbeat: { interval: 10, type: 'health_check', answer: 'health_response' },
  });
  await client.connect();
  await until(() => server.last.frames.length > 0, 'a question');
  expect(server.last.frames[0]).toBe('{"type":"health_check"}');
  server.last.socket.send('{"type":"health_response","payload":{"status":"healthy"}}');
  await until(() => client.stats().rtt !== null, 'the answer');
});

it('sends no ping that nobody asked for', async () => {
  const server = await RawServer.start();
  const base = makeLoopbackClient(server.url, { heartbeat: undefined });
  const off = makeLoopbackClient(server.url, { profile: 'autobot', heartbeat: false });
  await Promise.all([base.connect(), off.connect()]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(server.connections.flatMap(({ frames }) => frames)).toEqual([]);
});
