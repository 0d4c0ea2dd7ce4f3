import { describe, expect, it } from 'vitest';
import { findFrames } from '../../../js-glue/core/findFrames.ts';
import type { StoredFrame, StoredFrameQuery } from '../../../js-glue/core/handle.ts';

const frame = (sequence: number, type: string, receivedAt: number): StoredFrame => ({
  sequence,
  text: JSON.stringify({ type }),
  receivedAt,
});

/** Between the second and the third the clock was set back. */
const newestFirst = [frame(4, 'a', 250), frame(3, 'b', 150), frame(2, 'a', 300), frame(1, 'a', 200)];
const found = (query: StoredFrameQuery) =>
  findFrames(newestFirst, query, 'type').map(({ sequence }) => sequence);

describe('findFrames', () => {
  it('S4.120 gives all of them, oldest first', () => {
    expect(found({})).toEqual([1, 2, 3, 4]);
  });

  it('F18 S4.120 finds what came since a time, also before the clock was set back', () => {
    expect(found({ since: 200 })).toEqual([1, 2, 4]);
    expect(found({ since: 260 })).toEqual([2]);
  });

  it('S4.120 gives the newest ones where only so many are wanted', () => {
    expect(found({ limit: 2 })).toEqual([3, 4]);
    expect(found({ limit: 2, type: 'a' })).toEqual([2, 4]);
    expect(found({ limit: 0 })).toEqual([]);
  });

  it('S4.120 gives those behind a number', () => {
    expect(found({ after: 2 })).toEqual([3, 4]);
    expect(found({ after: 2, type: 'a', since: 200 })).toEqual([4]);
  });
});
