import type { ChatClient, ConnectionSnapshot, Message } from 'chatwire';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { MessageStore } from '../adapters/messageStore.ts';
import { Selection } from '../adapters/selection.ts';
import { useChatClient } from './ChatProvider.ts';
import { useStream } from './useStream.ts';

/**
 * How the connection stands: a new object, and a render, only when something in it changed.
 *
 * @param client Default: the provider's.
 */
export function useConnection(client?: ChatClient): ConnectionSnapshot {
  const { onChange, getSnapshot } = useChatClient(client);
  return useSyncExternalStore(onChange, getSnapshot, getSnapshot);
}

/**
 * A part of how the connection stands: renders only when that part is another one.
 *
 * @param isEqual Whether two parts are the same. Default `Object.is`; give one where the selector makes objects.
 */
export function useSelector<Part>(
  selector: (snapshot: ConnectionSnapshot) => Part,
  isEqual: (a: Part, b: Part) => boolean = Object.is,
): Part {
  const { onChange, getSnapshot } = useChatClient();
  const [selection] = useState(() => new Selection<Part>());
  const select = () => selection.pick(selector(getSnapshot()), isEqual);
  return useSyncExternalStore(onChange, select, select);
}

/** Options of {@link useMessages}. */
export interface UseMessagesOptions {
  /** The newest so many. Default 1000. */
  limit?: number | undefined;
}

/**
 * The newest messages of a type, or of all (`'*'`), oldest first: another list at most once per animation frame. Those from
 * before the component was mounted come out of the client's history. Messages are shown by transitions: they keep no other view
 * from being rendered.
 *
 * @typeParam Payload What the server promises of the payload. It is taken at its word: nothing is checked.
 */
export function useMessages<Payload = unknown>(
  type: string,
  { limit = 1000 }: UseMessagesOptions = {},
): readonly Message<Payload>[] {
  const client = useChatClient();
  const store = useMemo(() => new MessageStore(client, { type, limit }), [client, type, limit]);
  const { subscribe, getMessages } = store;
  return useStream(subscribe, getMessages) as readonly Message<Payload>[];
}

/** The newest message of a type, or of all (`'*'`); `undefined` before there is one. Of a burst, the last in each frame. */
export function useLatestMessage<Payload = unknown>(type: string): Message<Payload> | undefined {
  return useMessages<Payload>(type, { limit: 1 })[0];
}

/** The client's `send`. Stable as long as the client is. */
export function useSend(): ChatClient['send'] {
  const client = useChatClient();
  return useMemo(() => client.send.bind<ChatClient['send']>(client), [client]);
}
