import type { AutobotMessages } from 'chatwire';
import { useLatestMessage } from 'chatwire/react';

type Thinking = Partial<AutobotMessages['server']['thought']>;

/** What the agent thought last, and why. */
export function Thought() {
  const thought = useLatestMessage<Thinking>('thought')?.payload.thought;
  if (!thought) return null;
  return (
    <section className="insight">
      <h3>Last thought</h3>
      <p className="thought">{thought.content}</p>
      <p className="hint">
        {thought.reasoning} ({Math.round(thought.confidence * 100)} % sure)
      </p>
    </section>
  );
}
