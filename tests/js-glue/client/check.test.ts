import { describe, expect, it } from 'vitest';
import { check } from '../../../js-glue/client/check.ts';

const range = { min: 0, max: 10 };

describe('check', () => {
  it.each([0, 10, 0.5])('takes the number %s, bounds included', (value) => {
    expect(check.number('delay', value, 5, range)).toBe(value);
  });

  it.each([-0.001, 10.001, NaN, Infinity, -Infinity, '5', null, {}, 5n])(
    'B32 refuses %s as a number',
    (value) => {
      expect(() => check.number('delay', value, 5, range)).toThrow(TypeError);
      expect(() => check.number('delay', value, 5, range)).toThrow(/delay must be a number from 0 to 10/);
    },
  );

  it('W15 undefined means not given', () => {
    expect(check.number('n', undefined, 5, range)).toBe(5);
    expect(check.boolean('b', undefined, true)).toBe(true);
    expect(check.oneOf('o', undefined, ['a', 'b'], 'b')).toBe('b');
    expect(check.name('t', undefined, 'ok')).toBe('ok');
    expect(check.protocols('protocols', undefined)).toEqual([]);
  });

  it('takes true and false, and nothing like them', () => {
    expect(check.boolean('b', false, true)).toBe(false);
    for (const value of [0, 1, 'true', null, {}]) {
      expect(() => check.boolean('b', value, true)).toThrow(/b must be true or false/);
    }
  });

  it('takes one of a list', () => {
    expect(check.oneOf('mode', 'a', ['a', 'b'], 'b')).toBe('a');
    expect(() => check.oneOf('mode', 'c', ['a', 'b'], 'b')).toThrow("mode must be one of 'a', 'b', not 'c'");
    expect(() => check.oneOf('mode', 'toString', ['a'], 'a')).toThrow(TypeError);
  });

  it('takes a name of 1 to 255 characters', () => {
    expect(check.name('type', 'x'.repeat(255))).toHaveLength(255);
    for (const value of ['', 'x'.repeat(256), 5, null, undefined]) {
      expect(() => check.name('type', value)).toThrow(/type must be a text of 1 to 255 characters/);
    }
  });

  it('takes a function', () => {
    check.function('handler', () => {});
    expect(() => check.function('handler', {})).toThrow(/handler must be a function, not of type object/);
  });

  it('takes a signal, of whatever class', () => {
    check.signal('signal', undefined);
    check.signal('signal', new AbortController().signal);
    check.signal('signal', { aborted: false, addEventListener: () => {} });
    for (const value of [null, 5, {}, new AbortController(), { aborted: false }]) {
      expect(() => check.signal('signal', value)).toThrow(/signal must be an AbortSignal/);
    }
  });

  it('takes a URL as text or object', () => {
    expect(check.url('url', 'ws://a')).toBe('ws://a');
    expect(check.url('url', new URL('ws://a'))).toBeInstanceOf(URL);
    for (const value of ['', undefined, null, 5, {}]) {
      expect(() => check.url('url', value)).toThrow(/url must be a URL/);
    }
  });

  it('takes sub-protocols alone or as a list', () => {
    expect(check.protocols('protocols', 'a')).toEqual(['a']);
    expect(check.protocols('protocols', ['a', 'b.c'])).toEqual(['a', 'b.c']);
    for (const value of ['a b', 'a,b', '', 5, ['a', '']]) {
      expect(() => check.protocols('protocols', value)).toThrow(/protocols must be a sub-protocol name/);
    }
  });

  it.each([1000, 3000, 4999])('B28 takes close code %i', (code) => {
    expect(check.closeCode(code)).toBe(code);
  });

  it.each([0, 999, 1001, 1005, 1006, 2999, 5000, 3000.5, NaN])('B28 refuses close code %s', (code) => {
    expect(() => check.closeCode(code)).toThrow(/code must be 1000, or a whole number from 3000 to 4999/);
  });

  it('refuses a key that it does not know, and says which there are', () => {
    check.keys('options', { a: 1 }, ['a', 'b']);
    expect(() => check.keys('options', { c: 1 }, ['a', 'b'])).toThrow(
      "options has no option 'c'. Known: a, b",
    );
    expect(() => check.keys('options', null as never, ['a'])).toThrow(/options must be an object, not null/);
  });

  it('shows no more of a wrong text than 80 characters, and calls no toString', () => {
    expect(() => check.boolean('b', 'x'.repeat(1000), true)).toThrow(new RegExp(`'x{80}'$`));
    const hostile = {
      toString: () => {
        throw new Error('of the value');
      },
    };
    expect(() => check.boolean('b', hostile, true)).toThrow('b must be true or false, not of type object');
  });
});
