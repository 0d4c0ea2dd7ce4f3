import { describe, expect, it } from 'vitest';
import { SettledRoutes } from '../../../js-glue/core/settledRoutes.ts';

const UNKNOWN = -2;

describe('SettledRoutes', () => {
  it('knows a text that begins like one that was settled', () => {
    const routes = new SettledRoutes('type');
    expect(routes.find('{"type":"a","payload":1}')).toBe(UNKNOWN);
    routes.add('{"type":"a","payload":1}', 3);
    routes.add('{"type":"nobody wants it","payload":1}', -1);
    expect(routes.find('{"type":"a","payload":2}')).toBe(3);
    expect(routes.find('{"type":"a"}')).toBe(3);
    expect(routes.find('{"type":"nobody wants it"}')).toBe(-1);
    expect(routes.find('{"type":"a","payload":2}')).toBe(3);
  });

  it.each([
    '{"type":"ab"}',
    '{"type":"',
    '{"type":"a',
    '{"type":1}',
    '{"kind":"a"}',
    ' {"type":"a"}',
    '',
    '{"type": "a"}',
  ])('does not take %j for it', (text) => {
    const routes = new SettledRoutes('type');
    routes.add('{"type":"a"}', 3);
    expect(routes.find('{"type":"a"}')).toBe(3);
    expect(routes.find(text)).toBe(UNKNOWN);
    expect(routes.find('{"type":"a"}')).toBe(3);
  });

  it('understands the spaces of Python, and any key', () => {
    const routes = new SettledRoutes('event "name"');
    routes.add('{"event \\"name\\"": "a", "payload": {}}', 5);
    expect(routes.find('{"event \\"name\\"": "a", "payload": {"x": 1}}')).toBe(5);
  });

  it('understands a server that writes now this way, now that', () => {
    const routes = new SettledRoutes('type');
    const texts = ['{"type":"a"}', '{"type": "a"}', '{"type":"much longer"}', '{"type": "much longer"}'];
    texts.forEach((text, index) => routes.add(text, index));
    for (const turn of [1, 2])
      expect([turn, ...texts.map((text) => routes.find(text))]).toEqual([turn, 0, 1, 2, 3]);
  });

  it.each(['{"type":"a\\n"}', '{"type":"\\""}', '{"type":"\\\\"}'])(
    'learns no type that is written with escapes: %s',
    (text) => {
      const routes = new SettledRoutes('type');
      routes.add(text, 1);
      expect(routes.find(text)).toBe(UNKNOWN);
    },
  );

  it('learns nothing where the type stands elsewhere', () => {
    const routes = new SettledRoutes('type');
    for (const text of ['{"id":1,"type":"a"}', '[]', '', '{"type":"a']) routes.add(text, 1);
    expect(routes.find('{"id":1,"type":"a"}')).toBe(UNKNOWN);
  });

  it('forgets', () => {
    const routes = new SettledRoutes('type');
    routes.add('{"type":"a"}', 1);
    expect(routes.find('{"type":"a"}')).toBe(1);
    routes.forget();
    expect(routes.find('{"type":"a"}')).toBe(UNKNOWN);
  });

  it('knows a bounded number of types, of a bounded length', () => {
    const routes = new SettledRoutes('type');
    for (let index = 0; index < 10_000; index++) routes.add(`{"type":"${index}"}`, 1);
    const known = Array.from({ length: 10_000 }, (_, index) => routes.find(`{"type":"${index}"}`));
    expect(known.filter((route) => route === 1).length).toBeLessThanOrEqual(256);
    expect(known.at(-1)).toBe(1);
    const long = `{"type":"${'x'.repeat(10_000)}"}`;
    routes.add(long, 1);
    expect(routes.find(long)).toBe(UNKNOWN);
  });
});
