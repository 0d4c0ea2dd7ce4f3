import { memo, useEffect, useRef, type RefObject } from 'react';
import type { LoggedFrame } from '../../../adapters/frameLog.ts';
import { useBeforePaint } from '../useBeforePaint.ts';
import type { InspectorLabels } from './inspectorLabels.ts';

const PREVIEW = 120;
/** More than this of one frame is not laid out. */
const MOST_SHOWN = 20_000;

interface FrameRowProps {
  frame: LoggedFrame;
  /** Of the row in the whole table, from 1. */
  rowIndex: number;
  /** The time that is called 0, in milliseconds since 1970. */
  since: number;
  isOpen: boolean;
  /** In CSS pixels. */
  foldedHeight: number;
  onToggle: (number: number) => void;
  /** Hears how much higher the row is while it is unfolded. */
  onMeasure: (number: number, height: number) => void;
  words: InspectorLabels;
}

/** A frame: its beginning, and when it is unfolded the whole of it. */
export const FrameRow = memo(function FrameRow(props: FrameRowProps) {
  const { frame, rowIndex, since, isOpen, onToggle, words } = props;
  const row = useRef<HTMLTableRowElement>(null);
  useMeasuring(row, props);
  useLeavingFocus(row);

  const { direction, data, at, number } = frame;
  return (
    <tr ref={row} aria-rowindex={rowIndex} data-direction={direction} data-open={isOpen ? '' : undefined}>
      <td title={new Date(at).toISOString()}>+{((at - since) / 1000).toFixed(3)} s</td>
      <td>{words.way[direction]}</td>
      <td>{sizeInWords(data)}</td>
      <td>
        <button
          type="button"
          className="chatwire-inspector-frame"
          aria-expanded={isOpen}
          onClick={() => onToggle(number)}
        >
          {preview(data, words)}
        </button>
        {isOpen && (
          <pre className="chatwire-code" tabIndex={0}>
            {whole(data)}
          </pre>
        )}
      </td>
    </tr>
  );
});

type Place = RefObject<HTMLElement | null>;

/** Tells how much higher an unfolded row is, now and whenever that changes. */
function useMeasuring(row: Place, { frame, isOpen, foldedHeight, onMeasure }: FrameRowProps): void {
  const { number } = frame;
  useEffect(() => {
    const element = row.current;
    if (!isOpen || !element) return;
    const observer = new ResizeObserver(() =>
      onMeasure(number, element.getBoundingClientRect().height - foldedHeight),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [row, number, isOpen, foldedHeight, onMeasure]);
}

/** A row that is scrolled out of the document leaves the focus to what scrolls: the keyboard must stay there. */
function useLeavingFocus(row: Place): void {
  useBeforePaint(() => {
    const element = row.current;
    const scroller = element?.closest<HTMLElement>('.chatwire-inspector-scroller');
    return () => {
      if (element?.contains(document.activeElement)) scroller?.focus({ preventScroll: true });
    };
  }, [row]);
}

type Data = LoggedFrame['data'];

function sizeInWords(data: Data): string {
  const bytes = typeof data === 'string' ? new Blob([data]).size : data.byteLength;
  return bytes < 10_000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

function preview(data: Data, { binary, empty }: InspectorLabels): string {
  if (typeof data !== 'string') return binary(hex(data, 16));
  return data.length > PREVIEW ? `${data.slice(0, PREVIEW)}…` : data || empty;
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
