import { memo, useState } from 'react';
import type { LoggedFrame } from '../../../adapters/frameLog.ts';

const PREVIEW = 120;
/** More than this of one frame is not laid out. */
const MOST_SHOWN = 20_000;

interface FrameRowProps {
  frame: LoggedFrame;
  /** The time that is called 0, in milliseconds since 1970. */
  since: number;
}

export const FrameRow = memo(function FrameRow({ frame, since }: FrameRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { direction, data, at, missed = 0 } = frame;
  return (
    <>
      {missed > 0 && (
        <tr>
          <td colSpan={4}>{missed} frames are missing here: the page was too busy for them.</td>
        </tr>
      )}
      <tr data-direction={direction}>
        <td title={new Date(at).toISOString()}>+{((at - since) / 1000).toFixed(3)} s</td>
        <td>{direction}</td>
        <td>{sizeInWords(data)}</td>
        <td>
          <button
            type="button"
            className="chatwire-inspector-frame"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {preview(data)}
          </button>
          {isOpen && <pre className="chatwire-code">{whole(data)}</pre>}
        </td>
      </tr>
    </>
  );
});

type Data = LoggedFrame['data'];

function sizeInWords(data: Data): string {
  const bytes = typeof data === 'string' ? new Blob([data]).size : data.byteLength;
  return bytes < 10_000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

function preview(data: Data): string {
  if (typeof data !== 'string') return `binary: ${hex(data, 16)}`;
  return data.length > PREVIEW ? `${data.slice(0, PREVIEW)}…` : data || '(empty)';
}

function whole(data: Data): string {
  const text = typeof data === 'string' ? indented(data) : hex(data, MOST_SHOWN / 4);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function hex(data: ArrayBuffer, most: number): string {
  const bytes = new Uint8Array(data, 0, Math.min(most, data.byteLength));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return data.byteLength > most ? `${digits} …` : digits;
}
