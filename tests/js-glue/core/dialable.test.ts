import { afterEach, describe, expect, it, vi } from 'vitest';
import { dialable } from '../../../js-glue/core/dialable.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('dialable', () => {
  it.each([
    ['ws://host', 'ws://host/'],
    ['wss://host:8443/ws?chat_id=1', 'wss://host:8443/ws?chat_id=1'],
    ['WS://HOST/Path', 'ws://host/Path'],
    ['ws://host:80/', 'ws://host/'],
    ['ws://host/a b', 'ws://host/a%20b'],
    ['ws://bücher.test/', 'ws://xn--bcher-kva.test/'],
    ['ws://[::1]:9/', 'ws://[::1]:9/'],
    ['  ws://host/  ', 'ws://host/'],
    ['ws://host:0/', 'ws://host:0/'],
  ])('B34 dials %j as %s', (url, target) => {
    expect(dialable(url)).toBe(target);
  });

  it('B34 dials a query of 64 KiB', () => {
    const url = `ws://host/?${'q'.repeat(65_536)}`;
    expect(dialable(url)).toBe(url);
  });

  it.each([
    'http://host',
    'https://host',
    'ftp://host',
    'javascript:alert(1)',
    'ws://host/#part',
    'ws://user:secret@host/',
    'ws://user@host/',
    'ws://host:65536/',
    'ws://',
    'ws://ho st/',
    'host/path',
    '',
    '/ws',
    './ws',
  ])('B34 refuses %j outside of a page', (url) => {
    expect(() => dialable(url)).toThrow(TypeError);
  });

  it('S3 names no secret in its refusal', () => {
    expect(() => dialable('ws://user:secret@host/')).toThrow(/^(?!.*secret)/);
  });

  it.each([
    ['http://page.test:81/app/index.html', '/ws', 'ws://page.test:81/ws'],
    ['https://page.test/app/', './ws', 'wss://page.test/app/ws'],
    ['https://page.test/app/#top', '../ws?x=1', 'wss://page.test/ws?x=1'],
  ])('in the page %s takes %s for %s', (href, url, target) => {
    vi.stubGlobal('location', { href });
    expect(dialable(url)).toBe(target);
  });

  it('in a page still refuses another scheme and a fragment', () => {
    vi.stubGlobal('location', { href: 'https://page.test/' });
    expect(() => dialable('https://page.test/ws')).toThrow(/https: is no WebSocket scheme/);
    expect(() => dialable('/ws#x')).toThrow(/fragment/);
  });
});
