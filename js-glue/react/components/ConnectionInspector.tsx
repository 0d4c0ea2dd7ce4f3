import type { ChatClient } from 'chatwire';
import { useChatClient } from 'chatwire/react';
import { useEffect, useMemo, type ReactElement } from 'react';
import { FrameLog } from '../../adapters/frameLog.ts';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { Figures } from './inspector/Figures.tsx';
import { FrameTable } from './inspector/FrameTable.tsx';
import { Plot } from './inspector/Plot.tsx';
import { Timeline } from './inspector/Timeline.tsx';
import { useSamples } from './inspector/useSamples.ts';

export interface ConnectionInspectorProps {
  /** Default: the provider's. */
  client?: ChatClient | undefined;
  /** Frames that were recorded before, by a log of the same client. Default: it begins when the inspector is mounted. */
  log?: FrameLog | undefined;
  /** Of how many attempts to speak: `reconnect.maxAttempts` of the client. */
  maxAttempts?: number | undefined;
}

/**
 * For developers: every frame of a connection, pings included (W90), its states, its round trips, its throughput and its
 * counters, and all of that as a file. It shows frames as they are, also secrets in them (docs/INSPECTING.md).
 */
export function ConnectionInspector({
  client: own,
  log: ownLog,
  maxAttempts,
}: ConnectionInspectorProps): ReactElement {
  const client = useChatClient(own);
  const log = useMemo(() => ownLog ?? new FrameLog(client), [ownLog, client]);
  useEffect(() => log.start(), [log]);
  const { samples, stats, trace, now } = useSamples(client);
  const last = samples.at(-1);

  return (
    <section className="chatwire chatwire-inspector" aria-label="Connection inspector">
      <ConnectionStatus client={client} maxAttempts={maxAttempts} />
      <Figures stats={stats} />
      <div className="chatwire-inspector-plots">
        <Plot
          title="Throughput"
          unit="/s"
          words={last ? `${last.received}/s in, ${last.sent}/s out` : 'nothing yet'}
          lines={{
            in: samples.map(({ received }) => received),
            out: samples.map(({ sent }) => sent),
          }}
        />
        <Plot
          title="Round trip"
          unit=" ms"
          words={stats.rtt ? `${Math.round(stats.rtt.p50)} ms` : 'not measured'}
          lines={{ rtt: samples.map(({ rtt }) => rtt) }}
        />
      </div>
      <Timeline trace={trace} now={now} />
      <FrameTable client={client} log={log} />
    </section>
  );
}
