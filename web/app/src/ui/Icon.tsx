const paths = {
  agent:
    'M3.2 6.2h9.6a1 1 0 0 1 1 1v5.2a1 1 0 0 1-1 1H3.2a1 1 0 0 1-1-1V7.2a1 1 0 0 1 1-1ZM8 6.2V3M8 1.8v.2M5.6 9.2v1.2M10.4 9.2v1.2',
  ask: 'M5.6 6a2.4 2.4 0 1 1 3.5 2.1c-.7.4-1.1.8-1.1 1.6M8 11.8v.1M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6Z',
  assistant: 'M8 1.8 9.5 6.5 14.2 8 9.5 9.5 8 14.2 6.5 9.5 1.8 8 6.5 6.5ZM13 1.6v2.8M11.6 3h2.8',
  chat: 'M3 2.6h10a1 1 0 0 1 1 1v6.8a1 1 0 0 1-1 1H7.4L4 14v-2.6H3a1 1 0 0 1-1-1V3.6a1 1 0 0 1 1-1ZM5 5.6h6M5 8.4h3.6',
  inspector: 'M1.4 8.4h2.8L6 3.6l3.6 9 2-4.2h3',
  terminal: 'm3 4.6 3.2 3.2L3 11M8 11.6h5',
  alert: 'M8 4.5v4.5M8 11.6v.2M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6Z',
  bolt: 'M9 1.5 3 9.2h4.2L6.6 14.5 13 6.6H8.6Z',
  check: 'm3 8.5 3.4 3.4L13 4.8',
  checks: 'm1.2 8.5 3.3 3.4 6.3-7M8 11.3l.7.6 6.1-7',
  clock: 'M8 4.4V8l2.4 1.6M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8Z',
  cross: 'm4 4 8 8M12 4l-8 8',
  cut: 'M5.4 5.7 13.5 12M5.4 10.3 13.5 4M4 2.6a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM4 9.4a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z',
  down: 'M8 3v9.5M3.8 8.6 8 12.8l4.2-4.2',
  ghost: 'M3 14V7a5 5 0 0 1 10 0v7l-1.7-1.5L9.7 14 8 12.5 6.3 14l-1.6-1.5ZM6.2 6.8v.4M9.8 6.8v.4',
  key: 'M6 6.2a3.2 3.2 0 1 0-1 4.9 3.2 3.2 0 0 0 1.8-2h7M12 9.1v2.4M14 9.1v1.6M3.9 8.2v.1',
  offline:
    'm2 2 12 12M4.6 8.2A5 5 0 0 1 6.4 7M2.2 5.8A8.6 8.6 0 0 1 4 4.6M7 3.6a8.6 8.6 0 0 1 6.8 2.2M9.6 7a5 5 0 0 1 1.8 1.2M8 12.4v.1',
  play: 'M4.5 2.8v10.4L13 8Z',
  plug: 'M5.8 1.8v3M10.2 1.8v3M3.6 5h8.8v2.2a4.4 4.4 0 0 1-8.8 0ZM8 11.6v3',
  retry: 'M13.4 8a5.4 5.4 0 1 1-1.7-3.9M13.4 1.8v3.1h-3.1',
  send: 'M8 13V3.2M3.6 7.4 8 3l4.4 4.4',
  power: 'M8 1.8v5.4M11.6 4a5.6 5.6 0 1 1-7.2 0',
  waves: 'M1.5 5.5c2.2-2 4.3-2 6.5 0s4.3 2 6.5 0M1.5 10.5c2.2-2 4.3-2 6.5 0s4.3 2 6.5 0',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words that say the same; on its own it is invisible to a screen reader. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
