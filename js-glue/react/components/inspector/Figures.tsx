import type { ClientStats } from 'chatwire';
import type { ReactElement } from 'react';
import type { InspectorFigure, InspectorLabels } from './inspectorLabels.ts';

/** The client's counters. */
export function Figures({ stats, words }: { stats: ClientStats; words: InspectorLabels }): ReactElement {
  const { number } = words;
  const { rtt, outage } = stats;
  const figures: Record<InspectorFigure, string> = {
    received: number(stats.received),
    sent: number(stats.sent),
    queued: `${number(stats.queuedCount)} (${number(stats.queuedBytes)} B)`,
    dropped: number(stats.dropped),
    unwanted: number(stats.unwanted),
    invalid: number(stats.invalid),
    connects: number(stats.connects),
    lastOutage: seconds(outage.last),
    longestOutage: seconds(outage.longest),
    roundTrip: rtt ? `${rtt.p50.toFixed(1)} / ${rtt.p95.toFixed(1)} ms` : '–',
    thread: stats.thread,
  };
  return (
    <dl className="chatwire-inspector-figures">
      {(Object.keys(figures) as InspectorFigure[]).map((name) => (
        <div key={name}>
          <dt>{words.figures[name]}</dt>
          <dd data-figure={name}>{figures[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

function seconds(milliseconds: number): string {
  return milliseconds === 0 ? '–' : `${(milliseconds / 1000).toFixed(1)} s`;
}
