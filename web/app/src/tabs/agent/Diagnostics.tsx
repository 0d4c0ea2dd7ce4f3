import type { AutobotMessages } from 'chatwire';
import { useLatestMessage } from 'chatwire/react';

type Report = Partial<AutobotMessages['server']['diagnostics_report']>;

/** The latest report of how the server and its services are. */
export function Diagnostics() {
  const report = useLatestMessage<Report>('diagnostics_report')?.payload;
  return (
    <section className="insight">
      <h3>Diagnostics</h3>
      {!report && <p className="hint">No report yet. “Show me diagnostics” brings one.</p>}
      {Object.entries(report?.system ?? {}).map(([name, percent]) => (
        <label key={name} className="gauge">
          <span>{wordsOf(name)}</span>
          <span className="gauge-value">{percent.toFixed(0)} %</span>
          <meter max={100} low={70} high={90} optimum={0} value={percent} />
        </label>
      ))}
      <dl className="services">
        {Object.entries(report?.services ?? {}).map(([name, health]) => (
          <div key={name}>
            <dt>{wordsOf(name)}</dt>
            <dd data-health={health}>{health}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** `knowledge_base` is Knowledge base, `cpu_usage` CPU. */
function wordsOf(name: string): string {
  const words = name.replace(/_usage$/, '').replaceAll('_', ' ');
  if (words.length <= 3) return words.toUpperCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
