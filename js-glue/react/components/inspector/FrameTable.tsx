import type { ChatClient } from 'chatwire';
import { useId, useState, type ReactElement } from 'react';
import type { FrameLog, LoggedFrame } from '../../../adapters/frameLog.ts';
import { useStream } from '../../useStream.ts';
import { downloadReport } from './downloadReport.ts';
import { FrameRows } from './FrameRows.tsx';
import type { InspectorLabels } from './inspectorLabels.ts';

const none: readonly LoggedFrame[] = [];

interface FrameFilter {
  text: string;
  direction: 'both' | LoggedFrame['direction'];
}

interface FrameTableProps {
  client: ChatClient;
  log: FrameLog;
  words: InspectorLabels;
}

/** The frames of a connection, and what can be done with them. */
export function FrameTable({ client, log, words }: FrameTableProps): ReactElement {
  const id = useId();
  const live = useStream(log.subscribe, log.getFrames, () => none);
  const [pause, setPause] = useState<{ log: FrameLog; frames: readonly LoggedFrame[] } | null>(null);
  const [filter, setFilter] = useState<FrameFilter>({ text: '', direction: 'both' });
  const frozen = pause?.log === log ? pause.frames : null;
  const frames = frozen ?? live;
  const shown = frames.filter((frame) => matches(frame, filter));
  const newer = frozen ? (live.at(-1)?.number ?? 0) - (frozen.at(-1)?.number ?? 0) : 0;

  const clear = () => {
    setPause(null);
    log.clear();
  };

  return (
    <div className="chatwire-inspector-frames">
      <h3 className="chatwire-inspector-title" id={`${id}-title`}>
        {words.frames}
      </h3>
      <div className="chatwire-inspector-tools">
        <FilterFields filter={filter} onChange={setFilter} words={words} />
        <button
          type="button"
          className="chatwire-button"
          aria-pressed={frozen !== null}
          onClick={() => setPause(frozen ? null : { log, frames: live })}
        >
          {words.pause}
        </button>
        <button type="button" className="chatwire-button" onClick={clear}>
          {words.clear}
        </button>
        <button
          type="button"
          className="chatwire-button"
          title={words.exportsSecrets}
          onClick={() => downloadReport(client, live)}
        >
          {words.export}
        </button>
        <span className="chatwire-inspector-count">{words.count(shown.length, frames.length, newer)}</span>
      </div>
      <FrameRows labelledBy={`${id}-title`} frames={shown} since={frames[0]?.at ?? 0} words={words} />
    </div>
  );
}

interface FilterFieldsProps {
  filter: FrameFilter;
  onChange: (filter: FrameFilter) => void;
  words: InspectorLabels;
}

function FilterFields({ filter, onChange, words }: FilterFieldsProps): ReactElement {
  return (
    <>
      <input
        type="search"
        className="chatwire-inspector-field"
        aria-label={words.filterByText}
        placeholder={words.filter}
        value={filter.text}
        onChange={({ target }) => onChange({ ...filter, text: target.value })}
      />
      <select
        className="chatwire-inspector-field"
        aria-label={words.direction}
        value={filter.direction}
        onChange={({ target }) =>
          onChange({ ...filter, direction: target.value as FrameFilter['direction'] })
        }
      >
        <option value="both">{words.both}</option>
        <option value="in">{words.way.in}</option>
        <option value="out">{words.way.out}</option>
      </select>
    </>
  );
}

function matches({ data, direction }: LoggedFrame, filter: FrameFilter): boolean {
  if (filter.direction !== 'both' && filter.direction !== direction) return false;
  const text = filter.text.toLowerCase();
  return text === '' || (typeof data === 'string' && data.toLowerCase().includes(text));
}
