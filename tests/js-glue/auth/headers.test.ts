import { afterEach, describe, expect, it, vi } from 'vitest';
import { createChatClient } from 'chatwire';
import { WebSocket as Ws } from 'ws';
import { headerStyle, openSocket } from '../../../js-glue/core/openSocket.ts';
import type { WebSocketConstructor } from '../../../js-glue/core/socketAdapter.ts';

const url = 'ws://server.test';
const auth = { header: { 'x-api-key': 'key' } };
const anywhere = { onlySecure: false, allowedHosts: undefined };
const Own = vi.fn() as unknown as WebSocketConstructor;

/** The platform's own constructor, and what else tells platforms apart. */
function platform(name: 'browser' | 'React Native' | 'Node') {
  vi.stubGlobal('WebSocket', Own);
  vi.stubGlobal('navigator', { product: name === 'React Native' ? 'ReactNative' : 'Gecko' });
  if (name !== 'Node') vi.stubGlobal('process', undefined);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('headers', () => {
  it.each([
    ['browser', undefined],
    ['React Native', 'behind'],
    ['Node', 'inside'],
  ] as const)('are given to the own WebSocket of a %s: %s', (name, style) => {
    platform(name);
    expect(headerStyle(undefined)).toBe(style);
    expect(headerStyle(Own)).toBe(style);
  });

  it('are given behind the sub-protocols to any other constructor', () => {
    platform('browser');
    expect(headerStyle(Ws)).toBe('behind');
    vi.stubGlobal('WebSocket', undefined);
    expect(headerStyle(undefined)).toBe('behind');
  });

  it('reach the constructor in its style, and only when there are any', () => {
    platform('Node');
    const calls: unknown[][] = [];
    const Spy = function (...args: unknown[]) {
      calls.push(args);
    } as unknown as WebSocketConstructor;
    openSocket(Spy, url, [], {}, anywhere);
    openSocket(Spy, url, ['chat'], {}, anywhere);
    openSocket(Spy, url, ['chat'], { a: 'b' }, anywhere);
    vi.stubGlobal('WebSocket', Spy);
    openSocket(Spy, url, ['chat'], { a: 'b' }, anywhere);
    const target = `${url}/`;
    expect(calls).toEqual([
      [target],
      [target, ['chat']],
      [target, ['chat'], { headers: { a: 'b' } }],
      [target, { protocols: ['chat'], headers: { a: 'b' } }],
    ]);
  });

  it('C24 W77 S3.65 are refused with a remedy in a browser, unless another way stands in', () => {
    platform('browser');
    expect(() => createChatClient({ url, auth })).toThrow(/browsers cannot set headers: name auth.query/);
    expect(() => createChatClient({ url, auth: { ...auth, query: { key: 'key' } } })).not.toThrow();
    expect(() => createChatClient({ url, auth: { ...auth, subprotocol: 'key' } })).not.toThrow();
    expect(() => createChatClient({ url, auth, WebSocket: Ws })).not.toThrow();
  });
});
