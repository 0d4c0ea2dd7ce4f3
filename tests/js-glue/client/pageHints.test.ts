// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const slowly = { reconnect: { initialDelay: 60_000, maxDelay: 60_000, jitter: 0 } };

function show(visibility: 'visible' | 'hidden') {
  Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

it.each([
  ['online', () => window.dispatchEvent(new Event('online'))],
  ['visibilitychange', () => show('visible')],
  ['resume', () => document.dispatchEvent(new Event('resume'))],
  ['pageshow', () => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))],
])('F21 %s brings a planned dial forward', async (_name, happen) => {
  const { client, network } = makeFakeClient(slowly, openNetwork());
  await client.connect();
  await network.last.fail();
  await until(() => client.state === 'reconnecting', 'the loss');
  happen();
  await until(() => client.state === 'connected', 'a dial before its time');
  expect(network.sockets).toHaveLength(2);
});

it('a page that is hidden, or shown for the first time, is no reason to dial', async () => {
  const { client, network } = makeFakeClient(slowly, openNetwork());
  await client.connect();
  await network.last.fail();
  await until(() => client.state === 'reconnecting', 'the loss');
  show('hidden');
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
  window.dispatchEvent(new Event('offline'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(network.sockets).toHaveLength(1);
});

it('F15 coming back to the page asks an open link whether it is alive, and leaves a dead one', async () => {
  const { client, network } = makeFakeClient({ heartbeat: { timeout: 20 } }, openNetwork());
  const errors: string[] = [];
  client.on('error', ({ code }) => errors.push(code));
  await client.connect();
  show('visible');
  expect(network.last.sent).toEqual(['{"type":"ping"}']);
  await until(() => errors.includes('LINK_DEAD'), 'the verdict');
  expect(client.state).toBe('reconnecting');
});

it('F21 offline shows at once, and stays until online, whatever the link does', async () => {
  const { client, network } = makeFakeClient(slowly, openNetwork());
  await client.connect();
  const shown: [state: string, online: boolean][] = [];
  client.onChange(() => {
    const { state, online } = client.getSnapshot();
    shown.push([state, online]);
  });
  expect(client.getSnapshot().online).toBe(true);
  window.dispatchEvent(new Event('offline'));
  window.dispatchEvent(new Event('offline'));
  show('visible');
  expect(shown).toEqual([['connected', false]]);
  expect(network.live).toBe(1);
  await network.last.fail();
  await until(() => client.state === 'reconnecting', 'the loss');
  expect(client.getSnapshot().online).toBe(false);
  window.dispatchEvent(new Event('online'));
  expect(client.getSnapshot().online).toBe(true);
});

it('a destroyed client listens to no page', async () => {
  const { client, network } = makeFakeClient({ heartbeat: true }, openNetwork());
  await client.connect();
  client.destroy();
  show('visible');
  window.dispatchEvent(new Event('online'));
  await settle();
  expect(network.last.sent).toEqual([]);
});

it('a page whose client was never told to connect is not listened to', async () => {
  const { client, network } = makeFakeClient({}, fakeNetwork());
  window.dispatchEvent(new Event('online'));
  await settle();
  expect(client.state).toBe('idle');
  expect(network.sockets).toEqual([]);
});

it('F19 a page that goes to the back-forward cache leaves no socket behind, and comes back by itself', async () => {
  const { client, network } = makeFakeClient(slowly, openNetwork());
  await client.connect();
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
  expect(network.live).toBe(0);
  expect(network.last.closedWith?.code).toBe(1000);
  expect(client.state).toBe('reconnecting');
  const receipt = client.send('meanwhile');
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await receipt.delivered;
  expect(network.sockets).toHaveLength(2);
});

it('F19 a page that goes for good keeps its link to the end', async () => {
  const { client, network } = makeFakeClient(slowly, openNetwork());
  await client.connect();
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
  expect(network.live).toBe(1);
});

it('F19 a page that is frozen closes its link', async () => {
  const { client, network } = makeFakeClient(slowly, openNetwork());
  await client.connect();
  document.dispatchEvent(new Event('freeze'));
  expect(network.live).toBe(0);
  document.dispatchEvent(new Event('resume'));
  await until(() => client.state === 'connected', 'the resumed link');
});

it('a hidden page dials only when it is seen, if so wanted', async () => {
  const { client, network } = makeFakeClient(
    { reconnect: { initialDelay: 5, jitter: 0, whileHidden: false } },
    openNetwork(),
  );
  await client.connect();
  show('hidden');
  await network.last.fail();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(network.sockets).toHaveLength(1);
  show('visible');
  await until(() => client.state === 'connected', 'the link');
});

it('F22 another network asks an open link whether it is alive', async () => {
  const connection = new EventTarget();
  Object.defineProperty(navigator, 'connection', { value: connection, configurable: true });
  const { client, network } = makeFakeClient({ heartbeat: true }, openNetwork());
  await client.connect();
  connection.dispatchEvent(new Event('change'));
  expect(network.last.sent).toEqual(['{"type":"ping"}']);
  client.destroy();
  connection.dispatchEvent(new Event('change'));
  expect(network.last.sent).toHaveLength(1);
  Reflect.deleteProperty(navigator, 'connection');
});

it('F41 a destroyed client hears nothing of the page any more', async () => {
  const { client } = makeFakeClient(slowly, openNetwork());
  await client.connect();
  client.destroy();
  const before = client.trace();
  window.dispatchEvent(new Event('offline'));
  show('visible');
  expect(client.getSnapshot().online).toBe(true);
  expect(client.trace()).toEqual(before);
});
