import type { ChatClient } from 'chatwire';
import { useId, useState, useSyncExternalStore, type ReactElement } from 'react';
import type { FrameLog, LoggedFrame } from '../../../adapters/frameLog.ts';
import { useStickToEnd } from '../useStickToEnd.ts';
import { downloadReport } from './downloadReport.ts';
import { FrameRow } from './FrameRow.tsx';

/** More rows make a page slow, and nobody reads them. */
const MOST_ROWS = 200;

const none: readonly LoggedFrame[] = [];

type Direction = 'both' | LoggedFrame['direction'];

/** The frames of a connection, and what can be done with them. */
export function FrameTable({ client, log }: { client: ChatClient; log: FrameLog }): ReactElement {
  const id = useId();
  const live = useSyncExternalStore(log.subscribe, log.getFrames, () => none);
  const [pause, setPause] = useState<{ log: FrameLog; frames: readonly LoggedFrame[] } | null>(null);
  const [filter, setFilter] = useState('');
  const [direction, setDirection] = useState<Direction>('both');
  const { scroller } = useStickToEnd();
  const frozen = pause?.log === log ? pause.frames : null;
  const frames = frozen ?? live;
  const matching = frames.filter((frame) => matches(frame, direction, filter.toLowerCase()));
  const shown = matching.slice(-MOST_ROWS);
  const waiting = frozen ? (live.at(-1)?.number ?? 0) - (frozen.at(-1)?.number ?? 0) : 0;

  const clear = () => {
    setPause(null);
    log.clear();
  };

  return (
    <div className="chatwire-inspector-frames">
      <h3 className="chatwire-inspector-title" id={`${id}-title`}>
        Frames
      </h3>
      <div className="chatwire-inspector-tools">
        <input
          type="search"
          className="chatwire-inspector-field"
          aria-label="Filter frames by text"
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <select
          className="chatwire-inspector-field"
          aria-label="Direction"
          value={direction}
          onChange={(event) => setDirection(event.target.value as Direction)}
        >
          <option value="both">in and out</option>
          <option value="in">in</option>
          <option value="out">out</option>
        </select>
        <button
          type="button"
          className="chatwire-button"
          aria-pressed={frozen !== null}
          onClick={() => setPause(frozen ? null : { log, frames: live })}
        >
          Pause
        </button>
        <button type="button" className="chatwire-button" onClick={clear}>
          Clear
        </button>
        <button
          type="button"
          className="chatwire-button"
          title="With all that the frames hold, also secrets"
          onClick={() => downloadReport(client, live)}
        >
          Export
        </button>
        <span className="chatwire-inspector-count">
          {shown.length} of {frames.length}
          {waiting > 0 && `, ${waiting} newer`}
        </span>
      </div>
      <div
        ref={scroller}
        className="chatwire-inspector-scroller"
        role="group"
        aria-labelledby={`${id}-title`}
        tabIndex={0}
      >
        <table className="chatwire-inspector-table">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Way</th>
              <th scope="col">Size</th>
              <th scope="col">Frame</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((frame) => (
              <FrameRow key={frame.number} frame={frame} since={frames[0]?.at ?? frame.at} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p className="chatwire-inspector-none">No frames</p>}
      </div>
    </div>
  );
}

function matches(frame: LoggedFrame, direction: Direction, filter: string): boolean {
  if (direction !== 'both' && frame.direction !== direction) return false;
  return filter === '' || (typeof frame.data === 'string' && frame.data.toLowerCase().includes(filter));
}
