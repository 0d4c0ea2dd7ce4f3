import { beforeAll, describe, expect, it, vi } from 'vitest';
// What these leave behind is theirs.
import 'react';
import 'vue';

const events = ['uncaughtException', 'unhandledRejection', 'exit', 'beforeExit', 'SIGINT', 'SIGTERM'];
const listeners = () => events.map((event) => process.listenerCount(event));
const globals = () => new Set<PropertyKey>(Reflect.ownKeys(globalThis));

const entries = {
  chatwire: () => import('chatwire'),
  'chatwire/react': () => import('chatwire/react'),
  'chatwire/react/components': () => import('chatwire/react/components'),
  'chatwire/vue': () => import('chatwire/vue'),
  'chatwire/vue/components': () => import('chatwire/vue/components'),
  'chatwire/stores': () => import('chatwire/stores'),
  'chatwire/testing': () => import('chatwire/testing'),
  'chatwire/chat': () => import('chatwire/chat'),
  'chatwire/dashboard': () => import('chatwire/dashboard'),
};

describe('importing the package', () => {
  const dial = vi.fn();
  const before = { listeners: listeners(), globals: globals(), resources: resources() };

  beforeAll(() => {
    vi.stubGlobal('WebSocket', dial);
    before.globals = globals();
  });

  it.each(Object.entries(entries))('W74 %s opens nothing and leaves nothing behind', async (_name, load) => {
    await load();
    expect(dial).not.toHaveBeenCalled();
    expect(added()).toEqual([]);
    expect(listeners()).toEqual(before.listeners);
    expect(resources()).toEqual(before.resources);
  });

  it('W74 making, subscribing and destroying a client loads nothing either', async () => {
    const { createChatClient } = await import('chatwire');
    const client = createChatClient({ url: 'ws://server.test' });
    client.subscribe('a', () => {});
    client.destroy();
    expect(added()).toEqual([]);
    expect(dial).not.toHaveBeenCalled();
  });

  it('S18 the loaded core has no listeners on the process, and one entry in the registry', async () => {
    const { loadCore } = await import('../../js-glue/core/load.ts');
    await loadCore();
    expect(listeners()).toEqual(before.listeners);
    expect(added()).toEqual([Symbol.for('chatwire.core.0.1')]);
    expect(resources()).toEqual(before.resources);
  });

  function added(): PropertyKey[] {
    return [...globals()].filter((name) => !before.globals.has(name));
  }
});

/** What keeps the process alive: sockets and the like. The test runner has timers and ports of its own. */
function resources(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => /TCP|Pipe|Watcher|Worker/.test(kind));
}
