import { parseFrame } from '../client/reading.ts';
import type { StoredFrame, StoredFrameQuery } from '../core/handle.ts';

/** What the core's history finds (src/core/history.h), where only the texts are at hand. `frames` are oldest first. */
export function findFrames(
  frames: readonly StoredFrame[],
  { type, since = 0, after = 0, limit = Infinity }: StoredFrameQuery,
  typeKey: string,
): StoredFrame[] {
  const found: StoredFrame[] = [];
  for (let index = frames.length - 1; index >= 0 && found.length < limit; index--) {
    const frame = frames[index];
    if (!frame || frame.sequence <= after) break;
    // No break here: the clock may have stepped back.
    if (frame.receivedAt < since) continue;
    if (type !== undefined && parseFrame(frame.text)?.[typeKey] !== type) continue;
    found.push(frame);
  }
  return found.reverse();
}
