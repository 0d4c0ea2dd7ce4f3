import { parseFrame } from '../client/reading.ts';
import type { StoredFrame, StoredFrameQuery } from './handle.ts';

/** The frames that a query asks for, oldest first. */
export function findFrames(
  newestFirst: Iterable<StoredFrame>,
  { type, since = 0, after = 0, limit = Infinity }: StoredFrameQuery,
  typeKey: string,
): StoredFrame[] {
  const found: StoredFrame[] = [];
  if (limit <= 0) return found;
  for (const frame of newestFirst) {
    if (frame.sequence <= after) break;
    // No break here: the clock may have stepped back.
    if (frame.receivedAt < since) continue;
    if (type !== undefined && parseFrame(frame.text)?.[typeKey] !== type) continue;
    if (found.push(frame) >= limit) break;
  }
  return found.reverse();
}
