import { chatClient } from '../../clients/chat.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { TabHeader } from '../../ui/TabHeader.tsx';

export function ChatTab() {
  useVisit(chatClient);
  return (
    <>
      <TabHeader title="Chat" lead="Answers with tool calls" client={chatClient} />
      <p className="empty">
        This tab shows the connection to the <code>chat</code> system, and nothing else yet.
      </p>
    </>
  );
}
