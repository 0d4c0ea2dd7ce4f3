import { chat as profile } from 'chatwire';
import { ChatWebSocket, type WebSocketConfig } from 'chatwire/chat/client';
import { afterEach, describe, expect, it, vi } from 'vitest';

const configOf = (config?: WebSocketConfig) => new ChatWebSocket(config).config;

afterEach(() => vi.unstubAllEnvs());

describe('the address of a ChatWebSocket', () => {
  it('S1.8 S1.9 S1.10 is ws://localhost:8000/ws where nobody says another one', () => {
    vi.stubEnv('NEXT_PUBLIC_WS_URL', undefined);
    expect(configOf().url).toBe('ws://localhost:8000/ws');
    vi.stubEnv('NEXT_PUBLIC_WS_URL', '');
    expect(configOf({}).url).toBe('ws://localhost:8000/ws');
  });

  it.each([
    ['wss://chat.example.com', 'wss://chat.example.com/ws'],
    ['wss://chat.example.com/', 'wss://chat.example.com/ws'],
    ['wss://chat.example.com/v1', 'wss://chat.example.com/v1/ws'],
    ['wss://chat.example.com/v1?team=a/b', 'wss://chat.example.com/v1/ws?team=a/b'],
    ['wss://chat.example.com/ws', 'wss://chat.example.com/ws'],
    ['wss://chat.example.com/ws/', 'wss://chat.example.com/ws/'],
    ['wss://chat.example.com/ws?team=a', 'wss://chat.example.com/ws?team=a'],
    ['wss://chat.example.com/news', 'wss://chat.example.com/news/ws'],
  ])('S1.8 S1.9 C26 with NEXT_PUBLIC_WS_URL %s is %s', (address, url) => {
    vi.stubEnv('NEXT_PUBLIC_WS_URL', address);
    expect(configOf().url).toBe(url);
  });

  it('S1.11 is the option, unchanged, if it is given', () => {
    vi.stubEnv('NEXT_PUBLIC_WS_URL', 'wss://chat.example.com');
    expect(configOf({ url: 'wss://other.example.com/socket' }).url).toBe('wss://other.example.com/socket');
  });
});

describe('the configuration of a ChatWebSocket', () => {
  it('S1.19 S1.20 S1.21 S1.22 S1.28 has a default for all but the callbacks', () => {
    expect(configOf()).toEqual({
      url: 'ws://localhost:8000/ws',
      reconnect: true,
      reconnectInterval: 3000,
      maxReconnectAttempts: 5,
    });
    expect(configOf({ reconnectInterval: 1 })).toMatchObject({
      ...{ url: 'ws://localhost:8000/ws', reconnect: true, reconnectInterval: 1, maxReconnectAttempts: 5 },
    });
  });

  it('S1.28 W15 takes undefined for "not given"', () => {
    const undefinedOnes = { url: undefined, reconnect: undefined, reconnectInterval: undefined };
    expect(configOf({ ...undefinedOnes, maxReconnectAttempts: undefined })).toEqual(configOf());
  });

  it.each([
    [{ reconnectInterval: -1 }, /^chatwire: reconnectInterval must be a number from 0, not -1$/],
    [
      { reconnectInterval: '5' as never },
      /^chatwire: reconnectInterval must be a number from 0, not of type string$/,
    ],
    [{ maxReconnectAttempts: NaN }, /^chatwire: maxReconnectAttempts must be a number from 0, not NaN$/],
    [
      { reconnect: 'yes' as never },
      /^chatwire: reconnect must be true, false or an object of options, not of type string$/,
    ],
    [{ url: '' }, /url must be a URL/],
    [{ onOpened: () => {} } as never, /no option 'onOpened'/],
    [{ onOpen: 'yes' as never }, /^chatwire: onOpen must be a function, not of type string$/],
  ] as [WebSocketConfig, RegExp][])('B32 refuses %j', (config, message) => {
    expect(() => new ChatWebSocket(config)).toThrow(message);
    expect(() => new ChatWebSocket(config)).toThrow(TypeError);
  });

  it('C5 knows the numbers by both their names, and refuses two that disagree', () => {
    const both = { reconnectInterval: 5, reconnect: { initialDelay: 5, maxAttempts: 7 } };
    expect(configOf(both)).toMatchObject({ reconnectInterval: 5, maxReconnectAttempts: 7 });
    expect(() => configOf({ reconnectInterval: 5, reconnect: { initialDelay: 6 } })).toThrow(
      'chatwire: reconnectInterval is 5, and reconnect.initialDelay, which means the same, is 6: give one of them',
    );
  });

  it('S1.33 S1.118 C3 has a state for each state of the core, and no other', () => {
    expect(new Set(Object.values(profile.states))).toEqual(
      new Set(['disconnected', 'connecting', 'connected', 'closing']),
    );
    expect(Object.keys(profile.states)).toHaveLength(8);
  });
});
