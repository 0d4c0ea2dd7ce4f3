import { useCallback, useEffect, useRef, useState } from 'react';

/** So near to the end counts as there, in pixels. */
const NEAR = 40;

export interface StickToEnd {
  /** For the element that scrolls. */
  scroller: (element: HTMLElement | null) => void;
  /** Whether the reader is at the end; if not, nothing moves by itself. */
  isAtEnd: boolean;
  jumpToEnd: () => void;
}

/** Keeps the end in sight while content grows, until the reader scrolls up. */
export function useStickToEnd(): StickToEnd {
  const [element, scroller] = useState<HTMLElement | null>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const follows = useRef(true);

  const jumpToEnd = useCallback(() => {
    follows.current = true;
    setIsAtEnd(true);
    element?.scrollTo({ top: element.scrollHeight });
  }, [element]);

  useEffect(() => {
    // Without one, as in a test environment, the reader scrolls.
    if (!element || typeof ResizeObserver === 'undefined') return;
    let top = element.scrollTop;
    const onScroll = () => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      // Content that shrinks or grows moves the end as well: only a move upwards is the reader's.
      if (isNear || element.scrollTop < top) follows.current = isNear;
      top = element.scrollTop;
      setIsAtEnd(follows.current);
    };
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTo({ top: element.scrollHeight });
    });
    // The window on the content (a keyboard opens), and the content itself.
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [element]);

  return { scroller, isAtEnd, jumpToEnd };
}
