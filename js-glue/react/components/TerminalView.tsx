import type { ChatClient } from 'chatwire';
import { useChatClient } from 'chatwire/react';
import { bindTerminal, TerminalBuffer, type TerminalLabels } from 'chatwire/terminal';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { TerminalPanel } from './TerminalPanel.tsx';

/** Properties of `TerminalView`. */
export interface TerminalViewProps {
  /**
   * What to show; whoever gives one also fills it, for example with `bindTerminal`. Default: what the client receives from here
   * on.
   */
  buffer?: TerminalBuffer | undefined;
  /** Default: the provider's; with a `buffer`, none. */
  client?: ChatClient | undefined;
  /** What stands first in the toolbar. Default: where the client's connection stands. */
  status?: ReactNode;
  /** Other words. Default: English ones. */
  labels?: Partial<TerminalLabels> | undefined;
  /** Of exports. Default: such as `terminal-2026-11-21T20-15-00.txt`. */
  fileName?: string | undefined;
}

/**
 * Terminal output as it comes (S2.35 to S2.50): colours, search, export, and a scroll position that follows the newest lines until
 * the reader scrolls up. However many lines there are, only those in sight are in the document, and it renders at most once per
 * animation frame.
 *
 * `data-kind` of a line says what it is: `output`, `error`, `info`, `status` or `connection`.
 */
export function TerminalView({ buffer, client, ...panel }: TerminalViewProps): ReactElement {
  if (!buffer) return <BoundTerminal {...panel} client={client} />;
  const status = client && <ConnectionStatus client={client} labels={panel.labels?.status} />;
  return <TerminalPanel status={status} {...panel} buffer={buffer} />;
}

function BoundTerminal({ client: own, ...panel }: Omit<TerminalViewProps, 'buffer'>): ReactElement {
  const client = useChatClient(own);
  const [buffer] = useState(() => new TerminalBuffer());
  useEffect(() => bindTerminal(client, buffer), [client, buffer]);
  const status = <ConnectionStatus client={client} labels={panel.labels?.status} />;
  return <TerminalPanel status={status} {...panel} buffer={buffer} />;
}
