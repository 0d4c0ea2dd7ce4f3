import type { ReactElement } from 'react';
import type { InspectorLabels } from './inspectorLabels.ts';

const WIDTH = 240;
const HEIGHT = 48;
/** A minute of seconds. */
const STEPS = 59;

interface PlotProps {
  title: string;
  unit: string;
  /** How it stands now. */
  now: string;
  /** Values once a second, the newest last; null where there is none. */
  lines: Readonly<Record<string, readonly (number | null)[]>>;
  words: InspectorLabels;
}

/** The last minute as lines, all in one scale. */
export function Plot({ title, unit, now, lines, words }: PlotProps): ReactElement {
  const top = Math.max(1, ...Object.values(lines).flatMap((values) => values.map((value) => value ?? 0)));
  const peak = `${words.number(Math.round(top))}${unit}`;
  return (
    <figure className="chatwire-inspector-plot">
      <figcaption>
        {title} <strong>{now}</strong>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.plot(title, now, peak)}
      >
        {Object.entries(lines).map(([name, values]) => (
          <path key={name} data-line={name} d={pathOf(values, top)} vectorEffect="non-scaling-stroke" />
        ))}
      </svg>
      <span className="chatwire-inspector-scale" aria-hidden="true">
        {peak}
      </span>
    </figure>
  );
}

/** Values that are missing leave a gap. */
function pathOf(values: readonly (number | null)[], top: number): string {
  return values
    .map((value, index) => {
      if (value === null) return '';
      const x = WIDTH - ((values.length - 1 - index) / STEPS) * WIDTH;
      const y = HEIGHT - 1 - (value / top) * (HEIGHT - 2);
      const isFirst = index === 0 || values[index - 1] === null;
      return `${isFirst ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
