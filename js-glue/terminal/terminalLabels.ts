import type { ConnectionStatusLabels } from '../adapters/connectionStatus.ts';

/** What a terminal view says. */
export interface TerminalLabels {
  /** Of the whole. */
  terminal: string;
  /** Of the lines. */
  output: string;
  search: string;
  previous: string;
  next: string;
  /**
   * Which of how many matches is shown.
   *
   * @param position From 1; 0 while none is.
   */
  matches: (position: number, count: number) => string;
  /** How many lines had to make room. */
  dropped: (count: number) => string;
  follow: string;
  clear: string;
  export: string;
  /** Of where the connection stands. */
  status: Partial<ConnectionStatusLabels>;
}

export const terminalLabels: TerminalLabels = {
  terminal: 'Terminal',
  output: 'Terminal output',
  search: 'Search',
  previous: 'Previous match',
  next: 'Next match',
  matches: (position, count) => (position > 0 ? `${position} of ${count}` : `${count} found`),
  dropped: (count) => `${count} older ${count === 1 ? 'line' : 'lines'} dropped`,
  follow: 'Follow',
  clear: 'Clear',
  export: 'Export',
  status: {},
};
