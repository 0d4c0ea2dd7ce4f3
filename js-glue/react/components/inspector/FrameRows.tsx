import { useCallback, useMemo, useState, type ReactElement } from 'react';
import type { LoggedFrame } from '../../../adapters/frameLog.ts';
import { useStickToEnd } from '../useStickToEnd.ts';
import { FrameRow } from './FrameRow.tsx';
import type { InspectorLabels } from './inspectorLabels.ts';
import { useRowWindow } from './useRowWindow.ts';

interface FrameRowsProps {
  /** The id of what names them. */
  labelledBy: string;
  frames: readonly LoggedFrame[];
  /** The time that is called 0, in milliseconds since 1970. */
  since: number;
  words: InspectorLabels;
}

/** A frame, or the word that there were others before it. */
interface Row {
  readonly frame: LoggedFrame;
  readonly isGap: boolean;
}

/** The table of frames: however many there are, only those in sight are in the document, and a screen reader knows of all. */
export function FrameRows({ labelledBy, frames, since, words }: FrameRowsProps): ReactElement {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const { scroller: stickToEnd } = useStickToEnd();
  const scroller = useCallback(
    (place: HTMLElement | null) => {
      setElement(place);
      stickToEnd(place);
    },
    [stickToEnd],
  );
  const rows = useMemo(() => rowsOf(frames), [frames]);
  const { unfolded, toggle, measure } = useUnfolded();
  const extra = useMemo(() => placesOf(rows, unfolded), [rows, unfolded]);
  const { from, to, spaceBefore, spaceAfter, rowHeight } = useRowWindow(element, rows.length, extra);

  return (
    <div
      ref={scroller}
      className="chatwire-inspector-scroller"
      role="group"
      aria-labelledby={labelledBy}
      tabIndex={0}
    >
      {/* The header counts as a row. */}
      <table className="chatwire-inspector-table" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{words.columns.time}</th>
            <th scope="col">{words.columns.way}</th>
            <th scope="col">{words.columns.size}</th>
            <th scope="col">{words.columns.frame}</th>
          </tr>
        </thead>
        <tbody>
          <Space height={spaceBefore} />
          {rows.slice(from, to).map(({ frame, isGap }, index) =>
            isGap ? (
              <tr key={`before ${frame.number}`} aria-rowindex={from + index + 2}>
                <td colSpan={4}>{words.missed(frame.missed ?? 0)}</td>
              </tr>
            ) : (
              <FrameRow
                key={frame.number}
                frame={frame}
                rowIndex={from + index + 2}
                since={since}
                isOpen={unfolded.has(frame.number)}
                foldedHeight={rowHeight}
                onToggle={toggle}
                onMeasure={measure}
                words={words}
              />
            ),
          )}
          <Space height={spaceAfter} />
        </tbody>
      </table>
      {rows.length === 0 && <p className="chatwire-inspector-none">{words.noFrames}</p>}
    </div>
  );
}

/** In the place of rows that are out of sight. */
function Space({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="chatwire-inspector-space">
      <td colSpan={4} style={{ blockSize: height }} />
    </tr>
  );
}

function rowsOf(frames: readonly LoggedFrame[]): readonly Row[] {
  return frames.flatMap((frame): Row[] =>
    frame.missed
      ? [
          { frame, isGap: true },
          { frame, isGap: false },
        ]
      : [{ frame, isGap: false }],
  );
}

const nowhere: ReadonlyMap<number, number> = new Map();

/** What is unfolded, by its place in the table. */
function placesOf(rows: readonly Row[], unfolded: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  if (unfolded.size === 0) return nowhere;
  const places = new Map<number, number>();
  for (const [place, { frame, isGap }] of rows.entries()) {
    const height = isGap ? undefined : unfolded.get(frame.number);
    if (height !== undefined) places.set(place, height);
  }
  return places;
}

/** The frames that are unfolded, by their number, and how much higher their rows are for that. */
function useUnfolded() {
  const [unfolded, setUnfolded] = useState(nowhere);
  const toggle = useCallback((number: number) => {
    setUnfolded((before) => {
      const now = new Map(before);
      if (!now.delete(number)) now.set(number, 0);
      return now;
    });
  }, []);
  const measure = useCallback((number: number, height: number) => {
    setUnfolded((before) =>
      before.has(number) && before.get(number) !== height ? new Map(before).set(number, height) : before,
    );
  }, []);
  return { unfolded, toggle, measure };
}
