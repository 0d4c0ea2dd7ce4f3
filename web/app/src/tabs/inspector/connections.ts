import { FrameLog } from 'chatwire/react/components';
import { clients, type DemoClient } from '../../clients/clients.ts';
import { FloodMeter } from './floodMeter.ts';

/** A connection of the page, with what the inspector measures of it. */
export interface InspectedConnection extends DemoClient {
  readonly flood: FloodMeter;
  /** Its frames. */
  readonly log: FrameLog;
}

/** They are watched from the beginning on, whichever tab is looked at. */
export const connections: readonly InspectedConnection[] = clients.map((each) => {
  const flood = new FloodMeter();
  // Frames of `chat` name no type.
  each.client.subscribe(each.system === 'chat' ? '*' : 'flood', ({ raw }) => {
    const count = floodIn(raw);
    if (count) flood.receive(count.index, count.count);
  });
  const log = new FrameLog(each.client);
  log.start();
  return { ...each, flood, log };
});

/** One to begin with: the first that has dialled, else the one that says the most. */
export function firstConnection(): InspectedConnection | undefined {
  return (
    connections.find(({ client }) => client.state !== 'idle') ??
    connections.find(({ tab }) => tab === 'agent')
  );
}

function floodIn(raw: Readonly<Record<string, unknown>>): { index: number; count: number } | undefined {
  const { type, payload } = raw as { type?: unknown; payload?: { index?: unknown; count?: unknown } };
  if (type !== 'flood' || typeof payload?.index !== 'number' || typeof payload.count !== 'number') {
    return undefined;
  }
  return { index: payload.index, count: payload.count };
}
