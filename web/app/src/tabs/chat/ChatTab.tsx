import { chatClient } from '../../clients/chat.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { bindStores } from '../../ui/bindStores.ts';
import { Conversation } from '../../ui/Conversation.tsx';
import { StartOver } from '../../ui/StartOver.tsx';
import { Suggestions } from '../../ui/Suggestions.tsx';
import { TabHeader } from '../../ui/TabHeader.tsx';

const stores = bindStores(chatClient, 'chat');

const suggestions = ['What is 12 * (3 + 4)?', 'And half of it?', 'What happens when the line is cut?'];

/** The `chat` system: one conversation, whose answers may take a tool. */
export function ChatTab() {
  useVisit(chatClient);
  return (
    <>
      <TabHeader title="Chat" lead="Plain questions, and the tools an answer takes" client={chatClient}>
        <StartOver store={stores.chat} />
      </TabHeader>
      <Conversation
        stores={stores}
        placeholder="Ask something"
        emptyState={
          <Suggestions
            title="Ask something that wants a tool"
            text="A sum is given to a calculator; the conversation remembers what was said before."
            suggestions={suggestions}
            onPick={(text) => stores.chat.getState().sendMessage(text)}
          />
        }
      />
    </>
  );
}
