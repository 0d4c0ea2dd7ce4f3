import { useEffect, useInsertionEffect, useRef } from 'react';

/** What setTimeout can wait at most. */
const LONGEST = 2 ** 31 - 1;

/** Calls `onEnd` after so many milliseconds, of which none passes while it is paused. Never where that is too long to wait. */
export function useCountdown(duration: number, isPaused: boolean, onEnd: () => void): void {
  const left = useRef(duration);
  const end = useRef(onEnd);
  useInsertionEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    if (isPaused || left.current > LONGEST) return;
    const started = performance.now();
    const timer = setTimeout(() => end.current(), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(0, left.current - (performance.now() - started));
    };
  }, [isPaused]);
}
