import { describe, expect, it } from 'vitest';
import { Outgoing } from '../../../js-glue/core/outgoing.ts';

describe('Outgoing', () => {
  it('gives the one that is being sent without keeping it', () => {
    const outgoing = new Outgoing();
    outgoing.begin(1, 'a');
    expect(outgoing.get(1)).toBe('a');
    outgoing.end();
    expect(outgoing.get(1)).toBe('');
  });

  it('W25 keeps what waits until it was sent or dropped, and knows its bytes', () => {
    const outgoing = new Outgoing();
    outgoing.begin(1, 'gr\u00fcn');
    expect(outgoing.hold(1)).toBe(5);
    outgoing.begin(2, new Uint8Array(3));
    expect(outgoing.hold(2)).toBe(3);
    outgoing.end();
    expect(outgoing.get(1)).toBe('gr\u00fcn');
    expect(outgoing.get(2)).toHaveLength(3);
    outgoing.release(1);
    expect(outgoing.get(1)).toBe('');
    expect(outgoing.get(2)).toHaveLength(3);
    outgoing.clear();
    expect(outgoing.get(2)).toBe('');
  });
});
