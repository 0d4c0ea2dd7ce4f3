import { NUMBERS_PER_FRAME, type Batch } from './port.ts';

/**
 * Is this what a core's thread posts, for this listener (S15)? Looks at the batch and at the names of its events, not into the
 * frames: those came from the network, and are read with no more trust.
 */
export function isBatch(data: unknown, listener: object): data is Batch {
  const { frames, numbers, events, tapped = [], stats } = Object(data) as Partial<Batch>;
  return (
    Array.isArray(frames) &&
    numbers?.length === frames.length * NUMBERS_PER_FRAME &&
    Array.isArray(events) &&
    events.every((entry: PostedEntry | undefined) => isEvent(entry?.[1]?.[0], listener)) &&
    Array.isArray(tapped) &&
    Object(stats) === stats
  );
}

type PostedEntry = readonly [after?: unknown, event?: readonly unknown[]];

function isEvent(name: unknown, listener: object): boolean {
  return typeof name === 'string' && (name === 'onReached' || (name.startsWith('on') && name in listener));
}
