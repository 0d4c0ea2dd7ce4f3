import type { ChatClient, ClientStats } from 'chatwire';
import { useEffect, useState } from 'react';

const INTERVAL = 500;

/** The client's counters, looked at twice a second: they change with every message, and nobody reads that fast. */
export function useStatistics(client: ChatClient): ClientStats {
  const [stats, setStats] = useState(() => client.stats());
  useEffect(() => {
    const timer = setInterval(() => {
      const now = client.stats();
      setStats((before) => (isSame(before, now) ? before : now));
    }, INTERVAL);
    return () => clearInterval(timer);
  }, [client]);
  return stats;
}

function isSame(a: ClientStats, b: ClientStats): boolean {
  return a.received === b.received && a.sent === b.sent && a.connects === b.connects;
}
