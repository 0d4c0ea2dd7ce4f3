import type { ConnectionState, TraceEntry } from 'chatwire';
import type { ReactElement } from 'react';
import type { InspectorLabels } from './inspectorLabels.ts';

const SHOWN = 50;

interface TimelineProps {
  trace: readonly TraceEntry[];
  /** In milliseconds since 1970. */
  now: number;
  words: InspectorLabels;
}

/** The states of the connection as a strip, and what happened to it, newest first. */
export function Timeline({ trace, now, words }: TimelineProps): ReactElement {
  return (
    <div className="chatwire-inspector-timeline">
      <h3 className="chatwire-inspector-title">{words.states}</h3>
      <div className="chatwire-inspector-strip" aria-hidden="true">
        {stretches(trace, now).map(({ state, start, duration }) => (
          <span
            key={start}
            data-state={state}
            style={{ flexGrow: duration }}
            title={`${state}, ${(duration / 1000).toFixed(1)} s`}
          />
        ))}
      </div>
      <ol className="chatwire-inspector-events" tabIndex={0} aria-label={words.events}>
        {trace
          .slice(-SHOWN)
          .reverse()
          .map((entry) => (
            <li key={`${entry.elapsed} ${words.event(entry)}`} data-kind={entry.kind}>
              <time dateTime={new Date(entry.time).toISOString()}>{clock(entry.time)}</time>
              <span>{words.event(entry)}</span>
            </li>
          ))}
      </ol>
    </div>
  );
}

/** How long each state lasted, as far as the trace reaches back. */
function stretches(trace: readonly TraceEntry[], now: number) {
  const changes = trace.flatMap((entry) => (entry.kind === 'state' ? [entry] : []));
  return changes.map(
    ({ to, time, elapsed }, index): { state: ConnectionState; start: number; duration: number } => {
      const next = changes[index + 1];
      return {
        state: to,
        start: elapsed,
        duration: Math.max(1, next ? next.elapsed - elapsed : now - time),
      };
    },
  );
}

function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 23);
}
