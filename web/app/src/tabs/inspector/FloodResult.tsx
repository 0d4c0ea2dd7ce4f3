import { useStore } from 'zustand';
import type { FloodMeter } from './floodMeter.ts';

/** A flood as a number: how much of it came, how fast, and how often the page was drawn for it. */
export function FloodResult({ meter }: { meter: FloodMeter }) {
  const { received, expected, elapsed, frames } = useStore(meter.store);
  if (expected === 0) return null;
  const rate = elapsed > 0 ? Math.round((received / elapsed) * 1000) : received;
  const number = (value: number) => value.toLocaleString('en');

  return (
    <div className="flood" data-testid="flood" data-received={received} data-drawn={frames}>
      <p className="flood-count">
        <strong data-testid="flood-count">{number(received)}</strong> of {number(expected)} received
      </p>
      <progress aria-label="Flood received" max={expected} value={received} />
      <p className="flood-rate">
        <span data-testid="flood-rate">{number(rate)}</span> per second, drawn {frames}{' '}
        {frames === 1 ? 'time' : 'times'}
      </p>
    </div>
  );
}
