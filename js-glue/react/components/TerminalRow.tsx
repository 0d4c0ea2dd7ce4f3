import type { TerminalLine } from 'chatwire/terminal';
import { memo, type ReactNode } from 'react';
import { appearanceOf, segmentsOf, type LineSegment } from '../../terminal/lineSegments.ts';
import { cutNote } from '../../terminal/terminalLine.ts';
import { plainStyle } from '../../terminal/terminalStyle.ts';

interface TerminalRowProps {
  line: TerminalLine;
  /** What is searched for. */
  pattern: RegExp | undefined;
  /** Which of the line's matches is the current one. */
  current: number | undefined;
}

/** A line. Whatever a server sends, it becomes text nodes (W83). */
export const TerminalRow = memo(function TerminalRow({ line, pattern, current }: TerminalRowProps) {
  return (
    <span className="chatwire-terminal-line" data-kind={line.kind}>
      {segmentsOf(line, pattern).map((segment, index) => (
        <Segment key={index} segment={segment} current={current} />
      ))}
      {line.cut > 0 && <span className="chatwire-terminal-cut"> {cutNote(line.cut)}</span>}
      {'\n'}
    </span>
  );
});

function Segment({ segment, current }: { segment: LineSegment; current: number | undefined }): ReactNode {
  const { text, style, match } = segment;
  const content =
    match === undefined ? (
      text
    ) : (
      <mark className="chatwire-terminal-match" data-current={match === current ? '' : undefined}>
        {text}
      </mark>
    );
  if (style === plainStyle) return content;
  const { className, color, backgroundColor } = appearanceOf(style);
  return (
    <span className={className} style={{ color, backgroundColor }}>
      {content}
    </span>
  );
}
