/** Rows that are kept ready on both sides; also the step in which a window moves, so that not each scroll is a commit. */
const OVERSCAN = 10;
/** Without a stylesheet a list is as high as its content: of that so many rows are shown at a time. */
export const MAX_ROWS = 500;

/** Of a list whose rows are of one height: what can be seen of it, in CSS pixels. */
export interface Sight {
  /** How far it is scrolled; beyond the end means the end. */
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** Which of `count` rows belong into the document: those in sight, and some around them. */
export function rowWindow(
  count: number,
  { top, height, rowHeight }: Sight,
): { readonly from: number; readonly to: number } {
  const rows = Math.min(Math.ceil(height / rowHeight), MAX_ROWS);
  const firstRow = Math.min(top / rowHeight, Math.max(0, count - rows));
  const start = Math.floor(firstRow / OVERSCAN - 1) * OVERSCAN;
  const from = Math.max(0, Math.min(start, count - 1));
  return { from, to: Math.min(count, from + rows + 3 * OVERSCAN) };
}
