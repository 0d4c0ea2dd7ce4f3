import type { ClientStats } from 'chatwire';
import type { ReactElement } from 'react';

/** The client's counters. */
export function Figures({ stats }: { stats: ClientStats }): ReactElement {
  const { rtt, outage } = stats;
  const figures: Record<string, string> = {
    received: number(stats.received),
    sent: number(stats.sent),
    queued: `${number(stats.queuedCount)} (${number(stats.queuedBytes)} B)`,
    dropped: number(stats.dropped),
    unwanted: number(stats.unwanted),
    invalid: number(stats.invalid),
    connects: number(stats.connects),
    'last outage': seconds(outage.last),
    'longest outage': seconds(outage.longest),
    'round trip p50 / p95': rtt ? `${rtt.p50.toFixed(1)} / ${rtt.p95.toFixed(1)} ms` : '–',
    thread: stats.thread,
  };
  return (
    <dl className="chatwire-inspector-figures">
      {Object.entries(figures).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-figure={name}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function seconds(milliseconds: number): string {
  return milliseconds === 0 ? '–' : `${(milliseconds / 1000).toFixed(1)} s`;
}
