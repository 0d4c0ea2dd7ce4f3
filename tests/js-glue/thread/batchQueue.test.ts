import { describe, expect, it } from 'vitest';
import { BatchQueue } from '../../../js-glue/thread/batchQueue.ts';
import type { PostedEvent } from '../../../js-glue/thread/port.ts';

const plenty = { maxCount: Infinity, maxBytes: Infinity };
const event = (name: string): PostedEvent => ['onState', 'connected', name];

function filled(count: number, limits = plenty): BatchQueue {
  const queue = new BatchQueue(limits);
  for (let n = 1; n <= count; n++) queue.addFrame(`text ${n}`, n, 10 + n, 100 + n, 1);
  return queue;
}

describe('BatchQueue', () => {
  it('keeps each text apart, with its route, sequence, time, the oldest sequence kept, what it answers, and whether it is right', () => {
    const queue = filled(1);
    queue.addFrame('answer', 2, 12, 102, 1, 7, true);
    const { frames, numbers } = queue.take();
    expect(frames).toEqual(['text 1', 'answer']);
    expect([...numbers]).toEqual([...[1, 11, 101, 1, 0, 0], ...[2, 12, 102, 1, 7, 1]]);
  });

  it('says of each event how many frames of the batch come before it', () => {
    const queue = new BatchQueue(plenty);
    queue.addEvent(event('first'));
    queue.addFrame('a', 1, 0, 0, 0);
    queue.addEvent(event('between'));
    queue.addFrame('b', 1, 0, 0, 0);
    queue.addEvent(event('last'));
    expect(queue.take().events).toEqual([
      [0, event('first')],
      [1, event('between')],
      [2, event('last')],
    ]);
    queue.addEvent(event('next batch'));
    expect(queue.take()).toMatchObject({ frames: [], events: [[0, event('next batch')]] });
    expect(queue.isEmpty).toBe(true);
  });

  it('tells of receipts together, but for what happened between them', () => {
    const queue = new BatchQueue(plenty);
    queue.addSent([1]);
    queue.addSent([2, 3]);
    queue.addFrame('a', 1, 0, 0, 0);
    queue.addSent([4]);
    queue.addEvent(event('between'));
    queue.addSent([5]);
    queue.addSent(Array.from({ length: 300_000 }, () => 6));
    const { events } = queue.take();
    expect(events.slice(0, 3)).toEqual([
      [0, ['onSent', [1, 2, 3]]],
      [1, ['onSent', [4]]],
      [1, event('between')],
    ]);
    expect(events).toHaveLength(4);
    expect(events[3]?.[1][1]).toHaveLength(300_001);
    queue.addSent([7]);
    expect(queue.take().events).toEqual([[0, ['onSent', [7]]]]);
  });

  it('hands out what is much in several batches, in order, and each event at its place', () => {
    const queue = new BatchQueue(plenty);
    for (let n = 0; n < 10_000; n++) {
      queue.addFrame(String(n), 1, 0, 0, 0);
      if (n % 1000 === 999) queue.addEvent(event(String(n)));
    }
    const told: string[] = [];
    let batches = 0;
    for (; !queue.isEmpty; batches++) {
      const { frames, events } = queue.take();
      let next = 0;
      for (let index = 0; index <= frames.length; index++) {
        for (; events[next] && events[next]![0] <= index; next++) told.push(`event ${events[next]![1][2]}`);
        if (index < frames.length) told.push(frames[index] as string);
      }
    }
    const expected = Array.from({ length: 10_000 }, (_, n) =>
      n % 1000 === 999 ? [String(n), `event ${n}`] : [String(n)],
    ).flat();
    expect(told).toEqual(expected);
    expect(batches).toBe(3);
  });

  it('makes no batch of many megabytes out of large frames, and one of each that is larger', () => {
    const queue = new BatchQueue(plenty);
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let n = 0; n < 6; n++) queue.addFrame(megabyte, 1, 0, 0, 0);
    queue.addFrame(megabyte.repeat(5), 1, 0, 0, 0);
    const sizes = [];
    while (!queue.isEmpty) sizes.push(queue.take().frames.length);
    expect(sizes).toEqual([4, 2, 1]);
  });

  it('over the count, the oldest frames go, and the batch begins with how many and how large they were', () => {
    const { frames, events } = filled(5, { maxCount: 3, maxBytes: Infinity }).take();
    expect(frames).toEqual(['text 3', 'text 4', 'text 5']);
    expect(events).toEqual([[0, ['onOverflow', 2, 12]]]);
  });

  it('fails the request whose answer is lost, since nobody else would', () => {
    const queue = new BatchQueue({ maxCount: 1, maxBytes: Infinity });
    queue.addFrame('answer', 0, 0, 0, 0, 7);
    queue.addFrame('next', 1, 0, 0, 0);
    const { frames, events } = queue.take();
    expect(frames).toEqual(['next']);
    expect(events.map(([, event]) => event.slice(0, 3))).toEqual([
      ['onOverflow', 1, 6],
      ['onRequestFailed', 7, 'ANSWER_LOST'],
    ]);
  });

  it('over the bytes likewise, binary frames included, even the only one', () => {
    const queue = filled(3, { maxCount: Infinity, maxBytes: 13 });
    expect(queue.take().frames).toEqual(['text 2', 'text 3']);
    queue.addFrame(new ArrayBuffer(14), -2, 0, 0, 0);
    expect(queue.take()).toMatchObject({ frames: [], events: [[0, ['onOverflow', 1, 14]]] });
    expect(queue.isEmpty).toBe(true);
  });

  it('loses no event over that, and keeps them in their order among the frames that are left', () => {
    const queue = new BatchQueue({ maxCount: 2, maxBytes: Infinity });
    for (let n = 0; n < 5; n++) {
      queue.addFrame(`text ${n}`, 1, 0, 0, 0);
      queue.addEvent(event(String(n)));
    }
    expect(queue.take()).toMatchObject({
      frames: ['text 3', 'text 4'],
      events: [
        [0, ['onOverflow', 3, 18]],
        ...[0, 1, 2].map((n) => [0, event(String(n))]),
        ...[
          [1, event('3')],
          [2, event('4')],
        ],
      ],
    });
  });
});
