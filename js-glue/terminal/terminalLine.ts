import type { TerminalStyle } from './terminalStyle.ts';

export const terminalKinds = ['output', 'error', 'info', 'status', 'connection'] as const;

/** What a line is: output of a program, its errors, a remark, the status of a task, or news of the connection. */
export type TerminalKind = (typeof terminalKinds)[number];

/** Characters of a line that do not look as usual. */
export interface StyledRange {
  /** The first of them, in UTF-16 units from the beginning of the line. */
  readonly from: number;
  /** Behind the last. */
  readonly to: number;
  readonly style: TerminalStyle;
}

/** A line of a {@link TerminalBuffer}, as it stands at a moment. Another object whenever the line changed. */
export interface TerminalLine {
  /** Counts the lines of its buffer, from 1, in the order in which they began. */
  readonly sequence: number;
  readonly kind: TerminalKind;
  /** What is to be read, without any control characters. */
  readonly text: string;
  /** In their order. What is in none of them looks as usual. */
  readonly styles: readonly StyledRange[];
  /** How many characters did not fit into the line. */
  readonly cut: number;
  /** False as long as its end has not come. */
  readonly isComplete: boolean;
}

/** The text of a line, which says where it was cut. */
export function textOf({ text, cut }: TerminalLine): string {
  return cut > 0 ? `${text} ${cutNote(cut)}` : text;
}

export const cutNote = (count: number): string => `[cut: ${count} more]`;
