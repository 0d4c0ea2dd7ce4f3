import type { ChatClient } from 'chatwire';
import { bindTerminal, TerminalBuffer, type TerminalLabels } from 'chatwire/terminal';
import { useChatClient } from 'chatwire/vue';
import { defineComponent, h, onScopeDispose, toRaw, type PropType, type SlotsType } from 'vue';
import { ConnectionStatus } from './ConnectionStatus.ts';
import { TerminalPanel } from './TerminalPanel.ts';

/**
 * Terminal output as it comes (S2.35 to S2.50): colours, search, export, and a scroll position that follows the newest lines until
 * the reader scrolls up. However many lines there are, only those in sight are in the document, and it renders at most once per
 * animation frame.
 *
 * `data-kind` of a line says what it is: `output`, `error`, `info`, `status` or `connection`. The slot `status` stands first in the
 * toolbar, in the place of where the client's connection stands.
 */
export const TerminalView = defineComponent({
  name: 'TerminalView',
  props: {
    /**
     * What to show; whoever gives one also fills it, for example with `bindTerminal`. Default: what the client receives from here
     * on. Looked at once, as the client is: another one needs another `key`.
     */
    buffer: { type: Object as PropType<TerminalBuffer | undefined>, default: undefined },
    /** Default: the plugin's; with a `buffer`, none. */
    client: { type: Object as PropType<ChatClient | undefined>, default: undefined },
    /** Other words. Default: English ones. */
    labels: { type: Object as PropType<Partial<TerminalLabels> | undefined>, default: undefined },
    /** Of exports. Default: such as `terminal-2026-11-21T20-15-00.txt`. */
    fileName: { type: String as PropType<string | undefined>, default: undefined },
  },
  slots: Object as SlotsType<{ status?: object }>,
  setup(props, { slots }) {
    const client = props.buffer ? props.client : useChatClient(props.client);
    // A proxy of Vue's would not find its private fields.
    const buffer = toRaw(props.buffer) ?? new TerminalBuffer();
    if (!props.buffer && client) onScopeDispose(bindTerminal(client, buffer));
    const status = client && (() => h(ConnectionStatus, { client, labels: props.labels?.status ?? {} }));
    return () => {
      const { labels, fileName } = props;
      const first = slots.status ?? status;
      return h(TerminalPanel, { buffer, labels, fileName }, first ? { status: first } : {});
    };
  },
});
