import type { ChatClient } from 'chatwire';

/** All that a client tells, in order, as short lines. */
export function logEvents(client: ChatClient): string[] {
  const lines: string[] = [];
  client.on('state', ({ state }) => lines.push(`state ${state}`));
  client.on('open', () => lines.push('open'));
  client.on('close', ({ code, reason }) => lines.push(`close ${code} ${reason}`.trim()));
  client.on('error', ({ code }) => lines.push(`error ${code}`));
  client.on('retry', ({ attempt }) => lines.push(`retry ${attempt}`));
  client.on('drain', () => lines.push('drain'));
  client.on('unsent', ({ error }) => lines.push(`unsent ${error.code}`));
  client.on('invalid', ({ text }) => lines.push(`invalid ${text}`));
  client.on('binary', (bytes) => lines.push(`binary ${bytes.byteLength}`));
  client.subscribe('*', ({ isValid, type }) => isValid && lines.push(`message ${type}`));
  return lines;
}
