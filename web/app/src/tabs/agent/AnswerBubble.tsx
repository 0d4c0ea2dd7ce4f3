import type { Answer } from './chat/answer.ts';

interface AnswerBubbleProps {
  answer: Answer;
  isOnline: boolean;
}

/** An answer, growing with each chunk. */
export function AnswerBubble({ answer: { state, text, model, seconds }, isOnline }: AnswerBubbleProps) {
  const isStreaming = state === 'streaming';
  return (
    <article
      className="message answer"
      aria-label="Assistant"
      aria-busy={isStreaming}
      data-testid="message"
      data-role="assistant"
      data-status={isStreaming && !isOnline ? 'interrupted' : state}
    >
      <p className="bubble">
        {text}
        {isStreaming && isOnline && <span className="caret" />}
      </p>
      <footer className="mark">
        {state === 'done' && `${model}, ${seconds.toFixed(1)} s`}
        {state === 'failed' && 'Ended early'}
        {isStreaming && (isOnline ? 'Answering…' : 'Interrupted: goes on when the line is back')}
      </footer>
    </article>
  );
}
