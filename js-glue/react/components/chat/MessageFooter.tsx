import type { ChatMessage } from 'chatwire/stores';
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from '../Icon.tsx';
import { CopyButton } from './CopyButton.tsx';
import type { ChatView } from './view.ts';

const marks: Record<ChatMessage['status'], IconName> = {
  queued: 'clock',
  sent: 'check',
  answered: 'checks',
  failed: 'alert',
  streaming: 'clock',
  done: 'check',
};

interface MessageFooterProps {
  view: ChatView;
  message: ChatMessage;
}

/** When a message came and where it stands, and what can be done with it. */
export function MessageFooter({ view, message }: MessageFooterProps): ReactElement {
  const { store, words, renderDetails } = view;
  const { id, role, status, error, text, timestamp, workflowId } = message;
  const isFailed = status === 'failed';
  const isWhole = role === 'assistant' && status === 'done';
  return (
    <footer className="chatwire-chat-mark">
      {status !== 'streaming' && <Time timestamp={timestamp} />}
      {role === 'user' && (
        <span className="chatwire-chat-status">
          <Icon name={marks[status]} />
          {words.sent[status]}
        </span>
      )}
      {role !== 'user' && status === 'streaming' && !workflowId && <span>{words.answering}</span>}
      {role !== 'user' && isFailed && <span className="chatwire-chat-status">{words.endedEarly}</span>}
      {isWhole && renderDetails?.(message)}
      {isFailed && error && <span className="chatwire-chat-problem">{error}</span>}
      {isFailed && (
        <button type="button" className="chatwire-link" onClick={() => store.getState().retryMessage(id)}>
          {words.retry}
        </button>
      )}
      {isWhole && text && <CopyButton text={text} words={words} />}
    </footer>
  );
}

function Time({ timestamp }: { timestamp: string }): ReactNode {
  const date = new Date(timestamp);
  if (Number.isNaN(date.getTime())) return null;
  return (
    // A server has another time zone, and another language.
    <time dateTime={timestamp} title={date.toLocaleString()} suppressHydrationWarning>
      {date.toLocaleTimeString(undefined, { timeStyle: 'short' })}
    </time>
  );
}
