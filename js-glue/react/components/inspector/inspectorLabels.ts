import type { TraceEntry } from 'chatwire';
import type { ConnectionStatusLabels } from '../../../adapters/connectionStatus.ts';
import type { LoggedFrame } from '../../../adapters/frameLog.ts';

/** The client's counters, as a ConnectionInspector shows them. */
export type InspectorFigure =
  | 'received'
  | 'sent'
  | 'queued'
  | 'dropped'
  | 'unwanted'
  | 'invalid'
  | 'connects'
  | 'lastOutage'
  | 'longestOutage'
  | 'roundTrip'
  | 'thread';

/** What a ConnectionInspector says, for other languages. */
export interface InspectorLabels {
  /** Of the whole. */
  inspector: string;
  status: Partial<ConnectionStatusLabels>;
  figures: Readonly<Record<InspectorFigure, string>>;
  /** A number with the separators of the language. */
  number: (value: number) => string;
  throughput: string;
  /** Messages in the last second. */
  perSecond: (received: number, sent: number) => string;
  /** Before the first second is over. */
  nothingYet: string;
  roundTrip: string;
  notMeasured: string;
  /** Of a plot, for who cannot see it: how it stands now, and where its scale ends. */
  plot: (title: string, now: string, peak: string) => string;
  states: string;
  events: string;
  /** What happened to the connection. */
  event: (entry: TraceEntry) => string;
  frames: string;
  filter: string;
  /** The filter's name. */
  filterByText: string;
  direction: string;
  both: string;
  way: Readonly<Record<LoggedFrame['direction'], string>>;
  pause: string;
  clear: string;
  export: string;
  /** A warning. */
  exportsSecrets: string;
  /** How many frames are shown, of how many, and how many came while it is paused. */
  count: (shown: number, all: number, newer: number) => string;
  columns: Readonly<Record<'time' | 'way' | 'size' | 'frame', string>>;
  noFrames: string;
  /** Frames that were not recorded. */
  missed: (count: number) => string;
  empty: string;
  /** A frame of bytes. */
  binary: (hex: string) => string;
}

export const inspectorLabels: InspectorLabels = {
  inspector: 'Connection inspector',
  status: {},
  figures: {
    received: 'received',
    sent: 'sent',
    queued: 'queued',
    dropped: 'dropped',
    unwanted: 'unwanted',
    invalid: 'invalid',
    connects: 'connects',
    lastOutage: 'last outage',
    longestOutage: 'longest outage',
    roundTrip: 'round trip p50 / p95',
    thread: 'thread',
  },
  number: (value) => value.toLocaleString('en'),
  throughput: 'Throughput',
  perSecond: (received, sent) => `${received}/s in, ${sent}/s out`,
  nothingYet: 'nothing yet',
  roundTrip: 'Round trip',
  notMeasured: 'not measured',
  plot: (title, now, peak) => `${title} of the last minute: ${now}; the scale ends at ${peak}`,
  states: 'States',
  events: 'What happened, newest first',
  event: inWords,
  frames: 'Frames',
  filter: 'Filter',
  filterByText: 'Filter frames by text',
  direction: 'Direction',
  both: 'in and out',
  way: { in: 'in', out: 'out' },
  pause: 'Pause',
  clear: 'Clear',
  export: 'Export',
  exportsSecrets: 'With all that the frames hold, also secrets',
  count: (shown, all, newer) => `${shown} of ${all}${newer > 0 ? `, ${newer} newer` : ''}`,
  columns: { time: 'Time', way: 'Way', size: 'Size', frame: 'Frame' },
  noFrames: 'No frames',
  missed: (count) => `${count} frames are missing here: the page was too busy for them.`,
  empty: '(empty)',
  binary: (hex) => `binary: ${hex}`,
};

function inWords(entry: TraceEntry): string {
  switch (entry.kind) {
    case 'state':
      return `${entry.from} → ${entry.to}${entry.reason === 'NONE' ? '' : ` (${entry.reason})`}`;
    case 'open':
      return 'open';
    case 'close':
      return `close ${entry.code}${entry.reason && ` “${entry.reason}”`}${entry.wasOpen ? '' : ', never open'}`;
    case 'retry':
      return `attempt ${entry.attempt} in ${(entry.delay / 1000).toFixed(1)} s`;
    case 'failure':
      return entry.code;
    case 'hint':
      return `the platform says: ${entry.hint}`;
    case 'dropped':
      return `${entry.count} dropped (${entry.reason})`;
  }
}
