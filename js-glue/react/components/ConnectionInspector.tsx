import type { ChatClient } from 'chatwire';
import { useChatClient } from 'chatwire/react';
import { useEffect, useMemo, type ReactElement } from 'react';
import { FrameLog } from '../../adapters/frameLog.ts';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { Figures } from './inspector/Figures.tsx';
import { FrameTable } from './inspector/FrameTable.tsx';
import { inspectorLabels, type InspectorLabels } from './inspector/inspectorLabels.ts';
import { Plot } from './inspector/Plot.tsx';
import { Timeline } from './inspector/Timeline.tsx';
import { useSamples } from './inspector/useSamples.ts';

/** Properties of `ConnectionInspector`. */
export interface ConnectionInspectorProps {
  /** Default: the provider's. */
  client?: ChatClient | undefined;
  /** Frames that were recorded before, by a log of the same client. Default: it begins when the inspector is mounted. */
  log?: FrameLog | undefined;
  /** Of how many attempts to speak. Default: as many as the client makes. */
  maxAttempts?: number | undefined;
  /** Other words. Default: English ones. */
  labels?: Partial<InspectorLabels> | undefined;
}

/**
 * For developers: every frame of a connection, pings included (W90), its states, its round trips, its throughput and its
 * counters, and all of that as a file. It shows frames as they are, also secrets in them (docs/INSPECTING.md).
 */
export function ConnectionInspector({
  client: own,
  log: ownLog,
  maxAttempts,
  labels,
}: ConnectionInspectorProps): ReactElement {
  const client = useChatClient(own);
  const log = useMemo(() => ownLog ?? new FrameLog(client), [ownLog, client]);
  useEffect(() => log.start(), [log]);
  const { samples, stats, trace, now } = useSamples(client);
  const last = samples.at(-1);
  const words = { ...inspectorLabels, ...labels };

  return (
    <section className="chatwire chatwire-inspector" aria-label={words.inspector}>
      <ConnectionStatus client={client} maxAttempts={maxAttempts} labels={words.status} />
      <Figures stats={stats} words={words} />
      <div className="chatwire-inspector-plots">
        <Plot
          title={words.throughput}
          unit="/s"
          now={last ? words.perSecond(last.received, last.sent) : words.nothingYet}
          lines={{
            in: samples.map(({ received }) => received),
            out: samples.map(({ sent }) => sent),
          }}
          words={words}
        />
        <Plot
          title={words.roundTrip}
          unit=" ms"
          now={stats.rtt ? `${Math.round(stats.rtt.p50)} ms` : words.notMeasured}
          lines={{ rtt: samples.map(({ rtt }) => rtt) }}
          words={words}
        />
      </div>
      <Timeline trace={trace} now={now} words={words} />
      <FrameTable client={client} log={log} words={words} />
    </section>
  );
}
