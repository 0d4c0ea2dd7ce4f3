import type { TerminalLine } from './terminalLine.ts';
import { matchesIn } from './terminalSearch.ts';
import { plainStyle, type TerminalStyle } from './terminalStyle.ts';

/** Characters of a line that look alike. */
export interface LineSegment {
  readonly text: string;
  readonly style: TerminalStyle;
  /** Which of the line's matches it belongs to, from 0. */
  readonly match: number | undefined;
}

/** A line cut where its style changes, and where what was searched for begins and ends. */
export function segmentsOf(line: TerminalLine, pattern?: RegExp): LineSegment[] {
  const matches = pattern ? matchesIn(line, pattern) : [];
  const edges = [0, line.text.length, ...matches.flat()];
  for (const { from, to } of line.styles) edges.push(from, to);
  edges.sort((a, b) => a - b);

  const segments: LineSegment[] = [];
  let range = 0;
  let match = 0;
  for (let index = 1; index < edges.length; index++) {
    const [from = 0, to = 0] = [edges[index - 1], edges[index]];
    if (from === to) continue;
    while ((line.styles[range]?.to ?? Infinity) <= from) range++;
    while ((matches[match]?.[1] ?? Infinity) <= from) match++;
    const styled = line.styles[range];
    segments.push({
      text: line.text.slice(from, to),
      style: styled && styled.from <= from ? styled.style : plainStyle,
      match: (matches[match]?.[0] ?? Infinity) <= from ? match : undefined,
    });
  }
  return segments;
}

/** How to show a style: classes for what the style sheet decides, colours of their own for the rest. */
export interface Appearance {
  readonly className: string;
  readonly color: string | undefined;
  readonly backgroundColor: string | undefined;
}

/** Of a style that is not plain. */
export function appearanceOf(style: TerminalStyle): Appearance {
  const { isInverse } = style;
  const [color, ground] = isInverse
    ? [style.background, style.foreground]
    : [style.foreground, style.background];
  const names = [
    style.isBold && 'bold',
    style.isDim && 'dim',
    style.isItalic && 'italic',
    style.isUnderlined && 'underline',
    isInverse && 'inverse',
    typeof color === 'number' && `color-${color}`,
    typeof ground === 'number' && `${isInverse ? 'inverse' : 'background'}-${ground}`,
  ];
  return {
    className: names.flatMap((name) => (name ? [`chatwire-terminal-${name}`] : [])).join(' '),
    color: typeof color === 'number' ? undefined : color,
    backgroundColor: typeof ground === 'number' ? undefined : ground,
  };
}
