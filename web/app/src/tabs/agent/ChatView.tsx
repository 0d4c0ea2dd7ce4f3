import type { ChatSession } from './chat/chatSession.ts';
import { useStickToEnd } from './useStickToEnd.ts';
import { useStore } from './useStore.ts';
import { Composer } from './Composer.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { TurnView } from './TurnView.tsx';
import { Welcome } from './Welcome.tsx';

/**
 * The conversation, and where it is written. The log itself is not announced: a screen reader would read every word that
 * streams in. What is finished goes through the line below it.
 */
export function ChatView({ session }: { session: ChatSession }) {
  const { turns, announcement } = useStore(session.conversation);
  const { scroller, isAtEnd, jumpToEnd } = useStickToEnd();
  const ask = (text: string) => {
    session.ask(text);
    jumpToEnd();
  };

  return (
    <div className="chat">
      <div
        className="log"
        role="log"
        aria-label="Conversation"
        aria-live="off"
        tabIndex={0}
        ref={scroller}
        data-testid="log"
      >
        <div className="turns">
          {turns.length === 0 && <Welcome onAsk={ask} />}
          {turns.map((turn) => (
            <TurnView key={turn.id} turn={turn} session={session} />
          ))}
        </div>
      </div>
      <p className="visually-hidden" aria-live="polite" data-testid="announcement">
        {announcement}
      </p>
      <div className="composer-area">
        {!isAtEnd && (
          <button type="button" className="button jump" data-testid="jump-to-latest" onClick={jumpToEnd}>
            <Icon name="down" />
            Jump to latest
          </button>
        )}
        <Composer onSend={ask} />
      </div>
    </div>
  );
}
