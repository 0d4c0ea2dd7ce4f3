/** Something that happened on a connection, `at` milliseconds after the recording began. */
export type RecordedEvent = { readonly at: number } & (
  | { readonly event: 'open' }
  | {
      readonly event: 'close';
      readonly code: number;
      readonly reason: string;
      /** Who closed it; a connection that was cut was cut by the server. */
      readonly by: 'client' | 'server';
      readonly wasClean: boolean;
    }
  /** So many frames are not in it: there was no room for them. */
  | { readonly event: 'missed'; readonly count: number }
  /** A text. */
  | { readonly direction: 'in' | 'out'; readonly data: string }
  /** Bytes, in base64. */
  | { readonly direction: 'in' | 'out'; readonly bytes: string }
);

/** A frame among them. */
export type RecordedFrame = Extract<RecordedEvent, { direction: unknown }>;

/** The traffic of a client. */
export interface Recording {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly events: readonly RecordedEvent[];
}

const VERSION = 1;

/** As JSON, an event a line, behind a line that says what it is. */
export function formatRecording({ startedAt, events }: Recording): string {
  const head = { chatwire: 'recording', version: VERSION, startedAt };
  return [head, ...events].map((line) => JSON.stringify(line) + '\n').join('');
}

/** @throws TypeError that names the line where the text is no recording. */
export function parseRecording(text: string): Recording {
  const [head, ...events] = text
    .split('\n')
    .flatMap((line, index) => (line.trim() ? [parsed(line, index)] : []));
  if (head?.['chatwire'] !== 'recording' || head['version'] !== VERSION) {
    throw new TypeError(`chatwire/testing: line 1 does not begin a recording of version ${VERSION}`);
  }
  return { startedAt: String(head['startedAt']), events: events as unknown as RecordedEvent[] };
}

export function encodeBytes(bytes: ArrayBuffer): string {
  return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''));
}

export function decodeBytes(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
}

function parsed(line: string, index: number): Record<string, unknown> {
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    if (index === 0 || isEvent(value)) return value;
  } catch {
    // Told below.
  }
  throw new TypeError(`chatwire/testing: line ${index + 1} is no line of a recording`);
}

function isEvent({ at, event, direction, data, bytes }: Record<string, unknown>): boolean {
  if (typeof at !== 'number') return false;
  if (direction === undefined) return event === 'open' || event === 'close' || event === 'missed';
  return (direction === 'in' || direction === 'out') && typeof (data ?? bytes) === 'string';
}
