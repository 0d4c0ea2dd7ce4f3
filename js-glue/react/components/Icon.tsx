import type { ReactElement } from 'react';

const paths = {
  alert: 'M8 4.5v4.5M8 11.6v.2M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6Z',
  check: 'm3 8.5 3.4 3.4L13 4.8',
  checks: 'm1.2 8.5 3.3 3.4 6.3-7M8 11.3l.7.6 6.1-7',
  clock: 'M8 4.4V8l2.4 1.6M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8Z',
  cross: 'm4 4 8 8M12 4l-8 8',
  down: 'M8 3v9.5M3.8 8.6 8 12.8l4.2-4.2',
  info: 'M8 11.5V7.2M8 4.6v.2M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6Z',
  retry: 'M13.4 8a5.4 5.4 0 1 1-1.7-3.9M13.4 1.8v3.1h-3.1',
  send: 'M8 13V3.2M3.6 7.4 8 3l4.4 4.4',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words that say the same; on its own it is invisible to a screen reader. */
export function Icon({ name }: { name: IconName }): ReactElement {
  return (
    <svg className="chatwire-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
