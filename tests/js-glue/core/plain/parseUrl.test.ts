import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseUrl } from '../../../../js-glue/core/plain/parseUrl.ts';

const PlatformUrl = URL;
const names = ['protocol', 'username', 'password', 'hostname', 'port', 'hash', 'href'] as const;
const partsOf = (url: URL | ReturnType<typeof parseUrl>) => names.map((name) => url[name]);

/** React Native's: whatever does not end with a slash gets one. */
class ReactNativeUrl {
  readonly href: string;
  readonly protocol = 'ws:';
  constructor(url: string) {
    this.href = url.endsWith('/') ? url : `${url}/`;
  }
}

/** The one before it. */
class BareUrl {
  constructor(readonly href: string) {}
  get protocol(): string {
    throw new Error('URL.protocol is not implemented');
  }
}

afterEach(() => vi.unstubAllGlobals());

describe.each([
  ['as React Native has it', ReactNativeUrl],
  ['without its parts', BareUrl],
  ['that is none', undefined],
])('B34 S3.1 an address, beside a URL %s', (_name, Url) => {
  it.each([
    ...['ws://host', 'wss://host:8443/ws?chat_id=1', 'WS://HOST/Path', 'ws://host:80/', 'wss://host:443?a'],
    ...['wss://host:80/', 'ws://[::1]:9/', 'ws://host:/x', 'ws://user:secret@host/', 'ws://user@host/#part'],
    ...['http://host/a//b/?c=d/e?f', 'ws://host?q=@:/', 'ws://10.0.2.2:8000/ws', 'ws://host/a%20b'],
  ])('%s has the parts that the standard gives it', (url) => {
    vi.stubGlobal('URL', Url);
    expect(partsOf(parseUrl(url))).toEqual(partsOf(new PlatformUrl(url)));
  });

  it.each(['', 'host/path', '/ws', 'ws://', 'ws://ho st/', 'ws://host:65536/', 'ws://host:x/'])(
    '%j is none',
    (url) => {
      vi.stubGlobal('URL', Url);
      expect(() => parseUrl(url)).toThrow(TypeError);
    },
  );
});

it("is the platform's own affair where that knows the standard", () => {
  expect(parseUrl('ws://b\u00fccher.test/a b')).toBeInstanceOf(URL);
});
