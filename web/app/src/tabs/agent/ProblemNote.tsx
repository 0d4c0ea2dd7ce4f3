import type { Problem } from './chat/turn.ts';
import { Icon } from '../../ui/Icon.tsx';

/** An error that the server reports. */
export function ProblemNote({ problem: { text, code } }: { problem: Problem }) {
  return (
    <p className="problem" data-testid="problem" data-code={code}>
      <Icon name="alert" />
      <span>
        {text} <code>{code}</code>
      </span>
    </p>
  );
}
