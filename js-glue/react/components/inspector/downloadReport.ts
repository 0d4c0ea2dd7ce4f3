import type { ChatClient } from 'chatwire';
import type { LoggedFrame } from '../../../adapters/frameLog.ts';

/** Gives the user a JSON file of all that is known of a connection: its counters, its trace and its frames. */
export function downloadReport(client: ChatClient, frames: readonly LoggedFrame[]): void {
  const time = new Date().toISOString();
  const report = {
    time,
    profile: client.profile.name,
    state: client.state,
    stats: client.stats(),
    trace: client.trace(),
    frames: frames.map(({ direction, at, data, missed }) => ({
      direction,
      at: new Date(at).toISOString(),
      ...(missed !== undefined && { missed }),
      ...(typeof data === 'string' ? { text: data } : { bytes: [...new Uint8Array(data)] }),
    })),
  };
  const url = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `chatwire-${client.profile.name}-${time.replaceAll(':', '-')}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
