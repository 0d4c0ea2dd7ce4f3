import { useConnection } from 'chatwire/react';
import { memo } from 'react';
import type { ChatSession } from './chat/chatSession.ts';
import type { Reply, Turn } from './chat/turn.ts';
import { AnswerBubble } from './AnswerBubble.tsx';
import { ProblemNote } from './ProblemNote.tsx';
import { QuestionBubble } from './QuestionBubble.tsx';
import { Thinking } from './Thinking.tsx';
import { WorkflowCard } from './WorkflowCard.tsx';

interface TurnViewProps {
  turn: Turn;
  session: ChatSession;
}

/** A question and what came of it. Drawn again only when it changed, or the connection did. */
export const TurnView = memo(function TurnView({ turn, session }: TurnViewProps) {
  const { id, question, replies } = turn;
  const isOnline = useConnection(session.client).state === 'connected';

  return (
    <>
      {question && (
        <QuestionBubble question={question} onAskAgain={() => session.askAgain(id, question.text)} />
      )}
      {replies.map((reply) => (
        <ReplyView key={reply.id} reply={reply} session={session} isOnline={isOnline} />
      ))}
      {question?.status === 'sent' && replies.length === 0 && isOnline && <Thinking />}
    </>
  );
});

function ReplyView({ reply, session, isOnline }: { reply: Reply; session: ChatSession; isOnline: boolean }) {
  switch (reply.kind) {
    case 'answer':
      return <AnswerBubble answer={reply} isOnline={isOnline} />;
    case 'workflow':
      return <WorkflowCard workflow={reply} onCommand={(command) => session.command(reply.id, command)} />;
    case 'problem':
      return <ProblemNote problem={reply} />;
  }
}
