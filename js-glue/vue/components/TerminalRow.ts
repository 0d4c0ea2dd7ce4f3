import type { TerminalLine } from 'chatwire/terminal';
import { defineComponent, h, type PropType, type VNode } from 'vue';
import { appearanceOf, segmentsOf, type LineSegment } from '../../terminal/lineSegments.ts';
import { cutNote } from '../../terminal/terminalLine.ts';
import { plainStyle } from '../../terminal/terminalStyle.ts';

/** A line. Whatever a server sends, it becomes text nodes (W83). */
export const TerminalRow = defineComponent({
  name: 'TerminalRow',
  props: {
    line: { type: Object as PropType<TerminalLine>, required: true },
    /** What is searched for. */
    pattern: { type: RegExp as PropType<RegExp | undefined>, default: undefined },
    /** Which of the line's matches is the current one. */
    current: { type: Number as PropType<number | undefined>, default: undefined },
  },
  setup: (props) => () => {
    const { line, pattern, current } = props;
    return h('span', { class: 'chatwire-terminal-line', 'data-kind': line.kind }, [
      ...segmentsOf(line, pattern).map((segment) => segmentNode(segment, current)),
      line.cut > 0 && h('span', { class: 'chatwire-terminal-cut' }, ` ${cutNote(line.cut)}`),
      '\n',
    ]);
  },
});

function segmentNode({ text, style, match }: LineSegment, current: number | undefined): VNode | string {
  const isCurrent = match === current ? '' : undefined;
  const content =
    match === undefined
      ? text
      : h('mark', { class: 'chatwire-terminal-match', 'data-current': isCurrent }, text);
  if (style === plainStyle) return content;
  const { className, color, backgroundColor } = appearanceOf(style);
  return h('span', { class: className, style: { color, backgroundColor } }, [content]);
}
