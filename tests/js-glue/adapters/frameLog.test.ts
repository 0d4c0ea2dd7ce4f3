import type { TappedFrame } from 'chatwire';
import { FrameLog, type FrameLogOptions } from 'chatwire/react/components';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

function logOf(options?: FrameLogOptions) {
  const taps = new Set<(frame: TappedFrame) => void>();
  const client = {
    tap: (listener: (frame: TappedFrame) => void) => {
      taps.add(listener);
      return () => void taps.delete(listener);
    },
  };
  const log = new FrameLog(client, options);
  const frame = (data: TappedFrame['data']) => {
    for (const tap of taps) tap({ direction: 'in', data, at: 0 });
  };
  const shown = () => log.getFrames().map(({ data }) => data);
  return { log, taps, frame, shown };
}

describe('FrameLog', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('W90: numbers the frames from its start to its end, and tells a burst of them once', () => {
    const { log, frame, shown } = logOf();
    const listener = vi.fn();
    frame('too early');
    const stop = log.start();
    log.subscribe(listener);
    for (const text of ['a', 'b', 'c']) frame(text);
    const before = log.getFrames();
    vi.advanceTimersByTime(1000);
    expect([before, shown(), listener.mock.calls.length]).toEqual([[], ['a', 'b', 'c'], 1]);
    expect(log.getFrames().map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(log.getFrames()).toBe(log.getFrames());
    stop();
    frame('too late');
    vi.advanceTimersByTime(1000);
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('records as long as anybody wants it to, by one tap', () => {
    const { log, taps } = logOf();
    const stops = [log.start(), log.start()];
    expect(taps.size).toBe(1);
    stops[0]!();
    stops[0]!();
    expect(taps.size).toBe(1);
    stops[1]!();
    expect(taps.size).toBe(0);
  });

  it('keeps the newest so many', () => {
    const { log, frame, shown } = logOf({ maxFrames: 2 });
    log.start();
    for (const text of ['a', 'b', 'c']) frame(text);
    vi.advanceTimersByTime(1000);
    expect(shown()).toEqual(['b', 'c']);
  });

  it('keeps the newest so many characters and bytes, but always the newest frame', () => {
    const { log, frame, shown } = logOf({ maxSize: 10 });
    log.start();
    frame('12345');
    frame(new ArrayBuffer(5));
    frame('6');
    vi.advanceTimersByTime(1000);
    expect(shown()).toEqual([new ArrayBuffer(5), '6']);
    frame('x'.repeat(100));
    vi.advanceTimersByTime(1000);
    expect(shown()).toEqual(['x'.repeat(100)]);
  });

  it('forgets when asked to, and leaves no timer behind when nobody listens', () => {
    const { log, frame, shown } = logOf();
    log.start();
    const stop = log.subscribe(() => {});
    frame('a');
    log.clear();
    expect(shown()).toEqual([]);
    frame('b');
    stop();
    expect([shown(), vi.getTimerCount()]).toEqual([['b'], 0]);
  });
});
