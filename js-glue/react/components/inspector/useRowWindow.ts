import { useCallback, useEffect, useState } from 'react';
import { rowWindow, type Sight } from '../../../adapters/rowWindow.ts';

/** What is assumed before anything is laid out. */
const unmeasured: Sight = { top: Infinity, height: 400, rowHeight: 24 };

export interface RowWindow {
  /** The rows that belong into the document: from, and up to. */
  readonly from: number;
  readonly to: number;
  /** How much room those above and below need, in CSS pixels. */
  readonly spaceBefore: number;
  readonly spaceAfter: number;
  /** The height of a row that is not unfolded; a row tells how much higher it is. */
  readonly rowHeight: number;
}

/**
 * Which rows of a long table in a scrolling element are in the document. All are of one height, but for some that are unfolded
 * and say so by `data-open`. At the end of the list, the window stays there.
 *
 * @param element The one that scrolls.
 * @param extra Of a row, by its place: how much higher than the others it is, in CSS pixels.
 */
export function useRowWindow(
  element: HTMLElement | null,
  count: number,
  extra: ReadonlyMap<number, number>,
): RowWindow {
  const [sight, setSight] = useState(unmeasured);
  const look = useCallback(() => {
    if (element) setSight((before) => settled(before, sightOf(element, before, extra)));
  }, [element, extra]);

  const isEmpty = count === 0;
  useEffect(() => {
    if (!element) return;
    element.addEventListener('scroll', look, { passive: true });
    // It also calls at once.
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
    // Again with the first row: before it there is none to measure.
  }, [element, look, isEmpty]);

  const { from, to } = rowWindow(count, sight);
  const { rowHeight } = sight;
  const extraIn = (start: number, end: number) =>
    [...extra].reduce((sum, [row, height]) => (row >= start && row < end ? sum + height : sum), 0);
  return {
    ...{ from, to, rowHeight },
    spaceBefore: from * rowHeight + extraIn(0, from),
    spaceAfter: (count - to) * rowHeight + extraIn(to, count),
  };
}

/** What is seen, as if no row were unfolded. */
function sightOf(element: HTMLElement, before: Sight, extra: ReadonlyMap<number, number>): Sight {
  const { scrollTop, scrollHeight, clientHeight } = element;
  const row = element.querySelector('tbody [aria-rowindex]:not([data-open])');
  // What is not laid out has no height.
  const measured = row?.getBoundingClientRect().height ?? 0;
  const rowHeight = measured > 0 ? measured : before.rowHeight;
  let top = scrollTop;
  for (const [place, height] of [...extra].sort(([a], [b]) => a - b)) {
    const under = top - (place + 1) * rowHeight;
    if (under > 0) top -= Math.min(under, height);
  }
  const isAtEnd = scrollHeight - scrollTop - clientHeight < rowHeight;
  return {
    top: isAtEnd ? Infinity : top,
    height: clientHeight > 0 ? clientHeight : before.height,
    rowHeight,
  };
}

/** The same object where the window stays: not each scroll is a render. */
function settled(before: Sight, now: Sight): Sight {
  const isSame = before.height === now.height && before.rowHeight === now.rowHeight;
  const { from } = rowWindow(Infinity, before);
  return isSame && from === rowWindow(Infinity, now).from ? before : now;
}
