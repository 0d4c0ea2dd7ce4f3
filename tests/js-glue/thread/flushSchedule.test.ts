import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FlushSchedule } from '../../../js-glue/thread/flushSchedule.ts';

/** What waits, what was posted, and when. */
function scene() {
  const posts: string[] = [];
  let waiting: string[] = [];
  let mayPost = true;
  const schedule = new FlushSchedule(() => {
    if (!mayPost || waiting.length === 0) return false;
    posts.push(`${performance.now()}: ${waiting.join(' ')}`);
    waiting = [];
    return true;
  });
  return {
    posts,
    schedule,
    message: (name: string) => {
      waiting.push(name);
      schedule.message();
    },
    receipt: (name: string) => {
      waiting.push(name);
      schedule.later();
    },
    event: (name: string) => {
      waiting.push(name);
      schedule.soon();
    },
    block: (isBlocked: boolean) => {
      mayPost = !isBlocked;
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('FlushSchedule', () => {
  it('posts the first message of a quiet period at once, and then once per 16 ms', () => {
    const { posts, message } = scene();
    for (let n = 0; n < 40; n++) {
      message(String(n));
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    message('quiet');
    expect(posts.map((post) => post.split(' ').length - 1)).toEqual([1, 15, 16, 8, 1]);
    expect(posts[0]).toBe('0: 0');
    expect(posts.at(-1)).toBe('140: quiet');
  });

  it('posts 60 times a second where the platform has the function, and no frames: in a Worker within a Worker', () => {
    vi.stubGlobal('requestAnimationFrame', () => {
      throw new DOMException('not supported in this Worker', 'NotSupportedError');
    });
    const { posts, message } = scene();
    message('first');
    message('second');
    vi.advanceTimersByTime(16);
    expect(posts).toEqual(['0: first', '16: second']);
  });

  it('posts per animation frame where there are any, and does without while the page has none', () => {
    const frames: (() => void)[] = [];
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
    const { posts, message } = scene();
    message('a');
    message('b');
    vi.advanceTimersByTime(30);
    expect(posts).toEqual(['0: a']);
    frames.shift()?.();
    expect(posts).toEqual(['0: a', '30: b']);
    message('c');
    vi.advanceTimersByTime(100);
    // A hidden page has no frames.
    expect(posts.at(-1)).toBe('80: c');
    frames.forEach((frame) => frame());
    expect(posts).toHaveLength(3);
  });

  it('lets the answer to what the page has sent go at once', () => {
    const { posts, schedule, message } = scene();
    message('a');
    vi.advanceTimersByTime(3);
    schedule.answerExpected();
    message('answer');
    message('more');
    vi.advanceTimersByTime(20);
    expect(posts).toEqual(['0: a', '3: answer', '16: more']);
  });

  it('posts an event as soon as this task is over, several together', async () => {
    const { posts, message, event } = scene();
    message('a');
    event('b');
    event('c');
    expect(posts).toEqual(['0: a']);
    await Promise.resolve();
    expect(posts).toEqual(['0: a', '0: b c']);
  });

  it('gathers receipts per frame, and they hold up no message', async () => {
    const { posts, message, receipt } = scene();
    receipt('1');
    await Promise.resolve();
    receipt('2');
    receipt('3');
    await Promise.resolve();
    expect(posts).toEqual(['0: 1']);
    message('a');
    expect(posts).toEqual(['0: 1', '0: 2 3 a']);
    vi.advanceTimersByTime(5);
    receipt('4');
    vi.advanceTimersByTime(20);
    expect(posts.at(-1)).toBe('16: 4');
  });

  it('goes on when it may post again', () => {
    const { posts, schedule, message, block } = scene();
    block(true);
    message('a');
    vi.advanceTimersByTime(100);
    message('b');
    vi.advanceTimersByTime(100);
    expect(posts).toEqual([]);
    block(false);
    schedule.message();
    expect(posts).toEqual(['200: a b']);
  });
});
