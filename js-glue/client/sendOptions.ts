import type { OutboxTerms } from '../core/handle.ts';
import { check } from './check.ts';

/** How one message is sent; see docs/OUTBOX.md. */
export interface SendOptions {
  /** Of the messages that wait, the high ones leave first, then the normal ones, then the low ones. Default `normal`. */
  priority?: 'high' | 'normal' | 'low' | undefined;
  /**
   * After waiting for so many milliseconds the message is dropped with `EXPIRED`, and never sent; with 0 it leaves at once
   * or not at all. Above 24 days: never. Default: `outbox.ttl`.
   */
  ttl?: number | undefined;
  /** Takes the message back while it waits: it is dropped with `CANCELLED`. What has left stays sent. */
  signal?: AbortSignal | undefined;
}

const priorities = ['high', 'normal', 'low'] as const;

/** Checks them. Throws a `TypeError` that names what is wrong. Most messages have none: then nothing is made. */
export function resolveTerms(options: SendOptions | undefined, defaults: OutboxTerms): OutboxTerms {
  if (options === undefined) return defaults;
  check.keys('options', options, ['priority', 'ttl', 'signal']);
  check.signal('options.signal', options.signal);
  const priority = check.oneOf('options.priority', options.priority, priorities, 'normal');
  return {
    priority: priorities.indexOf(priority),
    ttl: check.number('options.ttl', options.ttl, defaults.ttl, { min: 0, max: Infinity }),
  };
}
