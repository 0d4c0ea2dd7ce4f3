import { terminalClient } from '../../clients/terminal.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { TabHeader } from '../../ui/TabHeader.tsx';

export function TerminalTab() {
  useVisit(terminalClient);
  return (
    <>
      <TabHeader title="Terminal" lead="Tasks and what they print" client={terminalClient} />
      <p className="empty">
        This tab shows the connection to the <code>dashboard</code> system, and nothing else yet.
      </p>
    </>
  );
}
