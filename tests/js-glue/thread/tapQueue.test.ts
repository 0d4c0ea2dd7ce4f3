import type { TappedFrame } from 'chatwire';
import { describe, expect, it } from 'vitest';
import { TapQueue } from '../../../js-glue/thread/tapQueue.ts';

const frame = (data: string | ArrayBuffer): TappedFrame => ({ direction: 'in', data, at: 1 });

function filled(limits: { maxCount: number; maxBytes: number }, ...data: (string | ArrayBuffer)[]): TapQueue {
  const queue = new TapQueue(limits);
  for (const each of data) queue.add(frame(each));
  return queue;
}

describe('TapQueue (W90)', () => {
  it('gives what waits in its order, once', () => {
    const queue = filled({ maxCount: 9, maxBytes: 99 }, 'a', 'b');
    expect(queue.take()).toEqual([frame('a'), frame('b')]);
    expect([queue.isEmpty, queue.take()]).toEqual([true, []]);
  });

  it('drops the oldest where there are too many, and the next one says how many', () => {
    const queue = filled({ maxCount: 2, maxBytes: 99 }, 'a', 'b', 'c', 'd');
    expect(queue.take()).toEqual([{ ...frame('c'), missed: 2 }, frame('d')]);
    queue.add(frame('e'));
    expect(queue.take()).toEqual([frame('e')]);
  });

  it('drops the oldest where they are too large, in characters and bytes', () => {
    const queue = filled({ maxCount: 9, maxBytes: 6 }, 'abc', new ArrayBuffer(3), 'd');
    expect(queue.take()).toEqual([{ ...frame(new ArrayBuffer(3)), missed: 1 }, frame('d')]);
  });

  it('says of one that found no room at all with the next one', () => {
    const queue = filled({ maxCount: 9, maxBytes: 3 }, 'abcd');
    expect([queue.isEmpty, queue.take()]).toEqual([true, []]);
    queue.add(frame('e'));
    expect(queue.take()).toEqual([{ ...frame('e'), missed: 1 }]);
  });
});
