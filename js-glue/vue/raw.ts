import { ChatClient, Message } from 'chatwire';
import { markRaw } from 'vue';

// `ref()` and `reactive()` give proxies of all that is in them, and a proxy has none of the private fields of a class.
for (const { prototype } of [ChatClient, Message]) markRaw(prototype);

/** As own fields, what is a getter of the class: a message is parsed when it is read. */
const visible = Object.fromEntries(
  (['type', 'payload'] as const).map((key) => [
    key,
    {
      enumerable: true,
      get(this: Message): unknown {
        return Reflect.get(Message.prototype, key, this);
      },
    },
  ]),
);

/** Where Vue's devtools look on, they are to see what is in a message: they know of own fields only. */
export function showInDevtools(messages: readonly Message[]): void {
  if (!('__VUE_DEVTOOLS_GLOBAL_HOOK__' in globalThis)) return;
  for (const message of messages) {
    if (!Object.hasOwn(message, 'payload')) Object.defineProperties(message, visible);
  }
}
