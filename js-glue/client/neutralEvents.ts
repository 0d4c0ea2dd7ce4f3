import type { NeutralSource } from '../profiles/profile.ts';
import type { Unsubscribe } from './emitter.ts';
import type { MessageHandler, Subscriptions } from './subscriptions.ts';

/** Subscribes to the messages that mean the same in one system: by their types, or by a member that they have (C29). */
export function subscribeByMeaning(
  sources: readonly NeutralSource[],
  subscriptions: Pick<Subscriptions, 'add'>,
  handler: MessageHandler,
): Unsubscribe {
  const removals = sources.map((source) =>
    typeof source === 'string'
      ? subscriptions.add(source, handler)
      : subscriptions.add('*', (message) => {
          if ((message.raw[source.has] ?? null) !== null) handler(message);
        }),
  );
  return () => {
    for (const remove of removals) remove();
  };
}
