import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameScheduler } from '../../../js-glue/adapters/frameScheduler.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Animation frames by hand. */
function stubFrames() {
  const frames = new Map<number, () => void>();
  let last = 0;
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    frames.set(++last, callback);
    return last;
  });
  vi.stubGlobal('cancelAnimationFrame', (handle: number) => frames.delete(handle));
  return {
    get pending() {
      return frames.size;
    },
    show() {
      const due = [...frames.values()];
      frames.clear();
      for (const callback of due) callback();
    },
  };
}

describe('FrameScheduler', () => {
  it('acts once per frame, however often it is asked to', () => {
    const frames = stubFrames();
    const action = vi.fn();
    const scheduler = new FrameScheduler(action);
    for (let time = 0; time < 100; time++) scheduler.request();
    expect(frames.pending).toBe(1);
    expect(action).not.toHaveBeenCalled();
    frames.show();
    expect(action).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
    scheduler.request();
    frames.show();
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('waits for no frame that never comes: a hidden page', () => {
    const frames = stubFrames();
    const action = vi.fn();
    new FrameScheduler(action).request();
    vi.advanceTimersByTime(100);
    expect(action).toHaveBeenCalledOnce();
    expect(frames.pending).toBe(0);
  });

  it('acts after 16 ms where there are no frames', () => {
    vi.stubGlobal('requestAnimationFrame', undefined);
    const action = vi.fn();
    new FrameScheduler(action).request();
    vi.advanceTimersByTime(15);
    expect(action).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledOnce();
  });

  it('flushes only what was asked for', () => {
    const frames = stubFrames();
    const action = vi.fn();
    const scheduler = new FrameScheduler(action);
    scheduler.flush();
    expect(action).not.toHaveBeenCalled();
    scheduler.request();
    scheduler.flush();
    frames.show();
    vi.runAllTimers();
    expect(action).toHaveBeenCalledOnce();
  });

  it('leaves neither frame nor timer behind when cancelled', () => {
    const frames = stubFrames();
    const scheduler = new FrameScheduler(() => {});
    expect(scheduler.cancel()).toBe(false);
    scheduler.request();
    expect(scheduler.cancel()).toBe(true);
    expect(frames.pending).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
