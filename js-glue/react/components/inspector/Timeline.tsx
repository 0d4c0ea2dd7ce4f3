import type { ConnectionState, TraceEntry } from 'chatwire';
import type { ReactElement } from 'react';

const SHOWN = 50;

interface TimelineProps {
  trace: readonly TraceEntry[];
  /** In milliseconds since 1970. */
  now: number;
}

/** The states of the connection as a strip, and what happened to it, newest first. */
export function Timeline({ trace, now }: TimelineProps): ReactElement {
  return (
    <div className="chatwire-inspector-timeline">
      <h3 className="chatwire-inspector-title">States</h3>
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
      <ol className="chatwire-inspector-events" tabIndex={0} aria-label="What happened, newest first">
        {trace
          .slice(-SHOWN)
          .reverse()
          .map((entry) => (
            <li key={`${entry.elapsed} ${inWords(entry)}`} data-kind={entry.kind}>
              <time dateTime={new Date(entry.time).toISOString()}>{clock(entry.time)}</time>
              <span>{inWords(entry)}</span>
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

function inWords(entry: TraceEntry): string {
  switch (entry.kind) {
    case 'state':
      return `${entry.from} → ${entry.to}${entry.reason === 'NONE' ? '' : ` (${entry.reason})`}`;
    case 'open':
      return 'open';
    case 'close':
      return `close ${entry.code}${entry.reason && ` “${entry.reason}”`}${entry.wasOpen ? '' : ', never open'}`;
    case 'retry':
      return `attempt ${entry.attempt} in ${(entry.delay / 1000).toFixed(1)} s`;
    case 'failure':
      return entry.code;
    case 'hint':
      return `the platform says: ${entry.hint}`;
    case 'dropped':
      return `${entry.count} dropped (${entry.reason})`;
  }
}

function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 23);
}
