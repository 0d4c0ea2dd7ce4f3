import type { ChatClient, ConnectionSnapshot, Message } from 'chatwire';
import {
  computed,
  onScopeDispose,
  shallowRef,
  toValue,
  watch,
  type ComputedRef,
  type MaybeRefOrGetter,
} from 'vue';
import { MessageStore } from '../adapters/messageStore.ts';
import { useChatClient } from './chatwire.ts';
import { showInDevtools } from './raw.ts';

/**
 * How the connection stands.
 *
 * @param own Default: the plugin's.
 */
export function useConnection(own?: ChatClient): ComputedRef<ConnectionSnapshot> {
  const client = useChatClient(own);
  const snapshot = shallowRef(client.getSnapshot());
  onScopeDispose(client.onChange(() => (snapshot.value = client.getSnapshot())));
  return computed(() => snapshot.value);
}

/** A part of how the connection stands. Watchers run, and components render, only when it is another one. */
export function useSelector<Part>(
  selector: (snapshot: ConnectionSnapshot) => Part,
  isEqual: (a: Part, b: Part) => boolean = Object.is,
): ComputedRef<Part> {
  const connection = useConnection();
  return computed<Part>((last) => {
    const part = selector(connection.value);
    return last !== undefined && isEqual(last, part) ? last : part;
  });
}

/** Options of {@link useMessages}. */
export interface UseMessagesOptions {
  /** The newest so many. Default 1000. */
  limit?: MaybeRefOrGetter<number | undefined>;
}

/**
 * The newest messages of a type, or of all (`'*'`), oldest first: another list at most once per animation frame. Those from
 * before come out of the client's history. On a server the list is empty.
 *
 * @typeParam Payload What the server promises of the payload. It is taken at its word: nothing is checked.
 */
export function useMessages<Payload = unknown>(
  type: MaybeRefOrGetter<string>,
  { limit }: UseMessagesOptions = {},
): ComputedRef<readonly Message<Payload>[]> {
  const client = useChatClient();
  const messages = shallowRef<readonly Message[]>([]);
  watch(
    [() => toValue(type), () => toValue(limit) ?? 1000] as const,
    ([wanted, most], _, onCleanup) => {
      const store = new MessageStore(client, { type: wanted, limit: most });
      const show = () => {
        showInDevtools(store.getMessages());
        messages.value = store.getMessages();
      };
      show();
      onCleanup(store.subscribe(show));
    },
    { immediate: true, flush: 'sync' },
  );
  return computed(() => messages.value as readonly Message<Payload>[]);
}

/** The newest message of a type, or of all (`'*'`); `undefined` before there is one. Of a burst, the last in each frame. */
export function useLatestMessage<Payload = unknown>(
  type: MaybeRefOrGetter<string>,
): ComputedRef<Message<Payload> | undefined> {
  const messages = useMessages<Payload>(type, { limit: 1 });
  return computed(() => messages.value[0]);
}

/** The client's `send`. */
export function useSend(): ChatClient['send'] {
  const client = useChatClient();
  return client.send.bind<ChatClient['send']>(client);
}
