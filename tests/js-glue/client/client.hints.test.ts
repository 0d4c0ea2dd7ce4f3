import type { ChatClientOptions, Hint } from 'chatwire';
import { expect, it, vi } from 'vitest';
import { makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const slowly = { reconnect: { initialDelay: 60_000, maxDelay: 60_000, jitter: 0 } };

/** An app that is no page: it says by hand what becomes of it. */
function makeApp() {
  const app = { watched: 0, stopped: 0, tell: (_hint: Hint) => {} };
  const hints: ChatClientOptions['hints'] = (tell) => {
    app.watched++;
    app.tell = tell;
    return () => {
      app.stopped++;
    };
  };
  return { app, hints };
}

it('F19 an app that goes to the background leaves no socket behind, and dials when it is back', async () => {
  const { app, hints } = makeApp();
  const { client, network } = makeFakeClient({ ...slowly, hints }, openNetwork());
  await client.connect();
  app.tell('frozen');
  await until(() => client.state === 'reconnecting', 'the rest');
  expect(network.live).toBe(0);
  const receipt = client.send('meanwhile');
  app.tell('awake');
  await receipt.delivered;
  expect(network.sockets).toHaveLength(2);
});

it('F21 an app that says what NetInfo knows is offline until it is online, and dials before its time', async () => {
  const { app, hints } = makeApp();
  const { client, network } = makeFakeClient({ ...slowly, hints }, openNetwork());
  await client.connect();
  app.tell('offline');
  expect(client.getSnapshot().online).toBe(false);
  await network.last.fail();
  await until(() => client.state === 'reconnecting', 'the loss');
  app.tell('online');
  expect(client.getSnapshot().online).toBe(true);
  await until(() => client.state === 'connected', 'a dial before its time');
});

it('what is told before the core is loaded counts, too', async () => {
  const hints: ChatClientOptions['hints'] = (tell) => {
    tell('hidden');
    return () => {};
  };
  const reconnect = { ...slowly.reconnect, initialDelay: 5, whileHidden: false };
  const { client, network } = makeFakeClient({ reconnect, hints }, openNetwork());
  await client.connect();
  await network.last.fail();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(network.sockets).toHaveLength(1);
  expect(client.trace()).toContainEqual(expect.objectContaining({ kind: 'hint', hint: 'hidden' }));
});

it('F41 the app is watched from the first connect until the client is destroyed', async () => {
  const { app, hints } = makeApp();
  const { client, network } = makeFakeClient({ hints }, fakeNetwork());
  await settle();
  expect(app.watched).toBe(0);
  void client.connect();
  await until(() => network.sockets.length === 1, 'the dial');
  expect(app).toMatchObject({ watched: 1, stopped: 0 });
  client.destroy();
  expect(app).toMatchObject({ watched: 1, stopped: 1 });
  app.tell('offline');
  expect(client.getSnapshot().online).toBe(true);
});

it.each([
  [
    'throws',
    () => {
      throw new Error('no such module');
    },
    'no such module',
  ],
  ['gives back an object', () => ({ remove: () => {} }), 'what hints() gives back must be a function'],
])('a function that %s is an error of the app, and the client goes on', async (_name, hints, text) => {
  const { client } = makeFakeClient({ hints: hints as never }, openNetwork());
  const errors: unknown[] = [];
  client.on('error', ({ code, cause }) => errors.push(code, String(cause)));
  await client.connect();
  expect(errors).toEqual(['HANDLER_THREW', expect.stringContaining(text)]);
  client.destroy();
  expect(client.state).toBe('closed');
});

it('a function whose end throws leaves a client that is destroyed', async () => {
  const thrown = new Error('of the app');
  const hints = () => () => {
    throw thrown;
  };
  const { client, network } = makeFakeClient({ hints }, openNetwork());
  const heard = vi.fn();
  client.on('error', heard);
  await client.connect();
  client.destroy();
  expect(heard).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ code: 'HANDLER_THREW', cause: thrown }),
  );
  expect(network.live).toBe(0);
});

it('a hint that is none is refused where it is told', async () => {
  const { app, hints } = makeApp();
  const { client } = makeFakeClient({ hints }, openNetwork());
  await client.connect();
  expect(() => app.tell('background' as Hint)).toThrow(
    new TypeError(
      "chatwire: hint must be one of 'online', 'offline', 'awake', 'hidden', 'frozen', not 'background'",
    ),
  );
  expect(() => app.tell(undefined as never)).toThrow(TypeError);
});

it('what is no function is refused at once', () => {
  expect(() => makeFakeClient({ hints: true as never })).toThrow(
    new TypeError('chatwire: hints must be a function, not true'),
  );
});
