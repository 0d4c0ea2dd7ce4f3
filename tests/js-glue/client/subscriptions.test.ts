import { describe, expect, it, vi } from 'vitest';
import { Subscriptions } from '../../../js-glue/client/subscriptions.ts';
import { messageOf } from '../../support/messages.ts';

const message = (type: string) => messageOf({ type, payload: 1 });

/** The routes that the core was asked for, as lines. */
function make() {
  const calls: string[] = [];
  const subscriptions = new Subscriptions(
    {
      subscribe: (type, route) => calls.push(`+${type} ${route}`),
      unsubscribe: (type) => calls.push(`-${type}`),
      wantAll: (wanted) => calls.push(wanted ? '+all' : '-all'),
    },
    (error) => calls.push(String(error)),
  );
  return { subscriptions, calls };
}

describe('Subscriptions', () => {
  it('tells the core of the first handler of a type and of the last one that goes', () => {
    const { subscriptions, calls } = make();
    const offs = [subscriptions.add('a', () => {}), subscriptions.add('a', () => {})];
    expect(calls).toEqual(['+a 1']);
    offs[0]!();
    offs[0]!();
    expect(calls).toEqual(['+a 1']);
    offs[1]!();
    expect(calls).toEqual(['+a 1', '-a']);
  });

  it('F43 tells a new core of all that is wanted', () => {
    const { subscriptions, calls } = make();
    subscriptions.add('a', () => {});
    subscriptions.add('gone', () => {})();
    subscriptions.add('*', () => {});
    calls.length = 0;
    subscriptions.renew();
    expect(calls).toEqual(['+a 3', '+all']);
  });

  it('gives a type that comes back a new route', () => {
    const { subscriptions, calls } = make();
    subscriptions.add('a', () => {})();
    subscriptions.add('b', () => {});
    subscriptions.add('a', () => {});
    expect(calls).toEqual(['+a 1', '-a', '+b 2', '+a 3']);
  });

  it('asks for everything only while somebody wants it', () => {
    const { subscriptions, calls } = make();
    const off = subscriptions.add('*', () => {});
    subscriptions.add('*', () => {})();
    off();
    expect(calls).toEqual(['+all', '-all']);
  });

  it('tells those who named the type first, then those who want all', () => {
    const { subscriptions } = make();
    const order: string[] = [];
    subscriptions.add('*', () => order.push('all'));
    subscriptions.add('a', () => order.push('a'));
    subscriptions.dispatch(message('a'), 1);
    subscriptions.dispatch(message('b'), 0);
    expect(order).toEqual(['a', 'all', 'all']);
  });

  it('tells nobody twice of a type that is called *', () => {
    const { subscriptions } = make();
    const handler = vi.fn();
    subscriptions.add('*', handler);
    subscriptions.dispatch(message('*'), 0);
    expect(handler).toHaveBeenCalledOnce();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'B22 takes %s as a type like any other',
    (type) => {
      const { subscriptions } = make();
      const handler = vi.fn();
      subscriptions.dispatch(message(type), 0);
      const off = subscriptions.add(type, handler);
      subscriptions.dispatch(message(type), 1);
      off();
      subscriptions.dispatch(message(type), 0);
      subscriptions.dispatch(message(type), 1);
      expect(handler).toHaveBeenCalledOnce();
    },
  );

  it('W49 counts the same handler given twice as two', () => {
    const { subscriptions, calls } = make();
    const handler = vi.fn();
    const off = subscriptions.add('a', handler);
    subscriptions.add('a', handler);
    off();
    off();
    subscriptions.dispatch(message('a'), 1);
    expect(handler).toHaveBeenCalledOnce();
    expect(calls).toEqual(['+a 1']);
  });

  it('a message under way, whose type was given up and asked for again, finds its handlers', () => {
    const { subscriptions } = make();
    const [a, b] = [vi.fn(), vi.fn()];
    subscriptions.add('a', () => {})();
    subscriptions.add('a', a);
    subscriptions.add('b', b);
    subscriptions.dispatch(message('a'), 1);
    expect(a).toHaveBeenCalledOnce();
    expect(b).not.toHaveBeenCalled();
  });

  it('a message under way, whose type nobody wants any more, is nobody\u2019s', () => {
    const { subscriptions } = make();
    const handler = vi.fn();
    subscriptions.add('a', handler)();
    subscriptions.dispatch(message('a'), 1);
    expect(handler).not.toHaveBeenCalled();
    expect(subscriptions.typeOf(1)).toBeUndefined();
  });
});
