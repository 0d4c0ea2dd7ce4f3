import type { ChatMessage } from 'chatwire/stores';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { Selection } from '../../adapters/selection.ts';
import { Announcer } from './chat/Announcer.tsx';
import { chatLabels, type ChatLabels } from './chat/chatLabels.ts';
import { Composer } from './chat/Composer.tsx';
import { MessageRow } from './chat/MessageRow.tsx';
import { useStickToEnd } from './useStickToEnd.ts';
import { currentSession, useMessageList, type ChatInterfaceStore, type ChatView } from './chat/view.ts';
import { Icon } from './Icon.tsx';
import { useStore } from '../useStore.ts';

/** Properties of `ChatInterface`. */
export interface ChatInterfaceProps {
  /** Made by `createChatStore()`. What it shows is the current session. */
  store: ChatInterfaceStore;
  /** In the empty field. */
  placeholder?: string | undefined;
  /** Other words. Default: English ones. */
  labels?: Partial<ChatLabels> | undefined;
  /**
   * Draws the text of a message, as Markdown for instance. Default: as it is. Keep it the same function: with another one
   * all messages are drawn again. What servers send is not to be trusted with HTML.
   */
  renderText?: ((text: string, message: ChatMessage) => ReactNode) | undefined;
  /** What is to be seen below a finished answer beside its time, such as the model: `message.details`. */
  renderDetails?: ((message: ChatMessage) => ReactNode) | undefined;
  /** In the place of the messages while there are none. */
  emptyState?: ReactNode;
  /** Called with what the user wrote. Default: the store's `sendMessage`. */
  onSend?: ((text: string) => void) | undefined;
  /** Why the user cannot send now. It is shown. */
  disabledReason?: string | undefined;
  /** Of a message, in UTF-16 units. Default: as long as it gets. */
  maxLength?: number | undefined;
  /** The field has the focus from the start. Default false. */
  autoFocus?: boolean | undefined;
}

/**
 * A conversation, and the field to write in (S0.33). It keeps to the end until the reader scrolls up; while an answer streams in, only
 * that answer is drawn again. What the user writes without a connection is shown at once and sent later.
 *
 * A screen reader hears of finished messages and of failures, not of each word.
 */
export function ChatInterface({
  store,
  placeholder,
  labels,
  renderText,
  renderDetails,
  emptyState,
  onSend,
  ...composer
}: ChatInterfaceProps): ReactElement {
  const words = useLabels(labels);
  const view = useMemo(
    () => ({ store, words, renderText, renderDetails }),
    [store, words, renderText, renderDetails],
  );
  const { scroller, isAtEnd, jumpToEnd } = useStickToEnd();
  const send = (text: string) => {
    if (onSend) onSend(text);
    else store.getState().sendMessage(text);
    jumpToEnd();
  };

  return (
    <section className="chatwire chatwire-chat" aria-label={words.chat}>
      <div
        ref={scroller}
        className="chatwire-chat-log"
        role="log"
        aria-label={words.conversation}
        aria-live="off"
        tabIndex={0}
      >
        <div className="chatwire-chat-messages">
          <Messages view={view} emptyState={emptyState} />
          <TypingIndicator view={view} />
        </div>
      </div>
      <Announcer view={view} />
      <div className="chatwire-chat-foot">
        {!isAtEnd && (
          <button type="button" className="chatwire-button chatwire-chat-jump" onClick={jumpToEnd}>
            <Icon name="down" />
            {words.jumpToEnd}
          </button>
        )}
        <Composer view={view} placeholder={placeholder ?? words.placeholder} onSend={send} {...composer} />
      </div>
    </section>
  );
}

function Messages({ view, emptyState }: { view: ChatView; emptyState: ReactNode }): ReactNode {
  const messages = useMessageList(view.store);
  if (messages.length === 0) return <div className="chatwire-chat-empty">{emptyState}</div>;
  return messages.map((message, index) => (
    <MessageRow
      key={message.id}
      view={view}
      message={message}
      isFirst={message.role !== messages[index - 1]?.role}
    />
  ));
}

/** Shown between `typing_start` and `typing_stop` only (S0.35). */
function TypingIndicator({ view: { store, words } }: { view: ChatView }): ReactNode {
  const isTyping = useStore(store, (state) => currentSession(state)?.isTyping ?? false);
  if (!isTyping) return null;
  return (
    <p className="chatwire-chat-typing">
      <span className="chatwire-hidden">{words.typing}</span>
      <span className="chatwire-chat-dot" />
      <span className="chatwire-chat-dot" />
      <span className="chatwire-chat-dot" />
    </p>
  );
}

/** The same object as long as the words are: an application may write them into its JSX. */
function useLabels(labels: Partial<ChatLabels> | undefined): ChatLabels {
  const [selection] = useState(() => new Selection<ChatLabels>());
  return selection.pick({ ...chatLabels, ...labels }, isShallowEqual);
}

function isShallowEqual(a: ChatLabels, b: ChatLabels): boolean {
  return (Object.keys(a) as (keyof ChatLabels)[]).every((key) => a[key] === b[key]);
}
