import { askClient } from '../../clients/ask.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { TabHeader } from '../../ui/TabHeader.tsx';

export function AskTab() {
  useVisit(askClient);
  return (
    <>
      <TabHeader title="Ask" lead="One question, one answer" client={askClient} />
      <p className="empty">
        This tab shows the connection to the <code>nexus</code> system, and nothing else yet.
      </p>
    </>
  );
}
