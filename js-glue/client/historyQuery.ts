import type { StoredFrameQuery } from '../core/handle.ts';
import { check } from './check.ts';

/** Which of the kept messages are wanted. */
export interface HistoryQuery {
  /** Only messages of this type. */
  type?: string | undefined;
  /** Received at this time or later; a number is milliseconds since 1970. */
  since?: Date | number | undefined;
  /** Received after the message with this `sequence`. */
  after?: number | undefined;
  /** At most so many, the newest ones. */
  limit?: number | undefined;
}

/** As the core is asked. Throws a `TypeError` that names the field which is wrong. */
export function checkedQuery({ type, since, after, limit }: HistoryQuery): StoredFrameQuery {
  const any = { min: -Infinity, max: Infinity };
  return {
    type: type === undefined ? type : check.name('type', type),
    since: check.number('since', since instanceof Date ? since.getTime() : since, 0, any),
    after: check.number('after', after, 0, any),
    limit: check.number('limit', limit, Infinity, any),
  };
}
