import { totalUsage, type Ask } from './askStore.ts';

/** What all the questions together have cost. */
export function UsageCard({ asks, onClear }: { asks: readonly Ask[]; onClear: () => void }) {
  const { prompt, completion, total } = totalUsage(asks);
  const waiting = asks.filter(({ status }) => status === 'waiting').length;
  const failed = asks.filter(({ status }) => status === 'failed').length;
  return (
    <section className="card" aria-labelledby="usage-title">
      <header className="card-header">
        <h3 id="usage-title">Usage</h3>
        {asks.length > waiting && (
          <button type="button" className="link" data-testid="clear-asks" onClick={onClear}>
            Clear
          </button>
        )}
      </header>
      <dl className="usage-figures" data-testid="usage-total" data-total={total}>
        <Figure name="tokens" value={total} />
        <Figure name="in" value={prompt} />
        <Figure name="out" value={completion} />
        <Figure name="asked" value={asks.length} />
        <Figure name="waiting" value={waiting} />
        <Figure name="failed" value={failed} />
      </dl>
    </section>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value.toLocaleString('en')}</dd>
    </div>
  );
}
