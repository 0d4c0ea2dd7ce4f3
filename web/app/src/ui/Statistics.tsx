import type { ChatClient } from 'chatwire';
import { useStatistics } from './useStatistics.ts';

export function Statistics({ client }: { client: ChatClient }) {
  const { received, sent, connects } = useStatistics(client);
  return (
    <dl className="statistics" data-testid="statistics">
      <Figure name="received" value={received} />
      <Figure name="sent" value={sent} />
      <Figure name="reconnects" value={Math.max(0, connects - 1)} />
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={`stat-${name}`}>{value.toLocaleString('en')}</dd>
    </div>
  );
}
