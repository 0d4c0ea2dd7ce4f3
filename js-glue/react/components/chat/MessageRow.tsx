import type { ChatMessage } from 'chatwire/stores';
import { memo, type ReactElement } from 'react';
import { WorkflowProgress } from '../WorkflowProgress.tsx';
import { MessageFooter } from './MessageFooter.tsx';
import { ToolCallView } from './ToolCallView.tsx';
import { useLiveMessage, useWorkflow, type ChatView } from './view.ts';

interface MessageRowProps {
  view: ChatView;
  message: ChatMessage;
  /** Of those in a row by the same author. */
  isFirst: boolean;
}

/** One message. Drawn again only when it changed. */
export const MessageRow = memo(function MessageRow({ view, message: given, isFirst }: MessageRowProps) {
  const { store, words, renderText } = view;
  const message = useLiveMessage(store, given);
  const { role, status, text, toolCalls, workflowId } = message;
  const isStreaming = status === 'streaming';
  const author = words.author[role];

  return (
    <article
      className="chatwire-chat-message"
      aria-label={author}
      aria-busy={isStreaming}
      data-role={role}
      data-status={status}
      data-first={isFirst || undefined}
    >
      {isFirst && (
        <p className="chatwire-chat-author" aria-hidden="true">
          {author}
        </p>
      )}
      {toolCalls?.map((call) => (
        <ToolCallView key={call.id} call={call} words={words} />
      ))}
      {/* Of a workflow the text is its goal, which it shows itself. */}
      {workflowId === undefined && (text || isStreaming) && (
        <div className="chatwire-chat-bubble" data-plain={!renderText || undefined}>
          {renderText ? renderText(text, message) : text}
          {isStreaming && <span className="chatwire-chat-caret" />}
        </div>
      )}
      {workflowId !== undefined && <WorkflowOf view={view} workflowId={workflowId} />}
      <MessageFooter view={view} message={message} />
    </article>
  );
});

/** Follows its workflow by itself: the message that stands for it does not change. */
function WorkflowOf({ view, workflowId }: { view: ChatView; workflowId: string }): ReactElement | null {
  const { store, words } = view;
  const workflow = useWorkflow(store, workflowId);
  if (!workflow) return null;
  const { approveWorkflow, cancelWorkflow } = store.getState();
  return (
    <WorkflowProgress
      workflow={workflow}
      labels={words.workflow}
      onApprove={() => approveWorkflow(workflowId, true)}
      onDeny={() => approveWorkflow(workflowId, false)}
      onCancel={() => cancelWorkflow(workflowId)}
    />
  );
}
