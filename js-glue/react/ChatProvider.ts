import type { AnyMessages, ChatClient, ChatClientOptions, MessageMap } from 'chatwire';
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import { ClientHolder } from '../adapters/clientHolder.ts';

/** The client of the nearest provider. */
export const ClientContext = createContext<ChatClient | undefined>(undefined);

/** Either a client of the application's own, or the options to make one with. */
export type ChatProviderProps = { children?: ReactNode } & (
  | {
      /** It is neither connected nor destroyed by the provider. */
      client: ChatClient;
    }
  | {
      /** Of the first render; later ones are not looked at. Another `key` makes another client. */
      options: ChatClientOptions;
      /** Connected while true, and closed on purpose when it becomes false (C37). Default true. */
      enabled?: boolean | undefined;
    }
);

/**
 * Gives its subtree one client, and so one connection (S0.3). From `options` it makes one that connects when mounted and ends
 * when unmounted; StrictMode and hot reload keep it. On a server it opens nothing.
 */
export function ChatProvider(props: ChatProviderProps): ReactElement {
  return 'client' in props
    ? createElement(ClientContext.Provider, { value: props.client }, props.children)
    : createElement(OwnClient, props);
}

function OwnClient({
  options,
  enabled = true,
  children,
}: Extract<ChatProviderProps, { options: unknown }>): ReactElement {
  const [holder] = useState(() => new ClientHolder(options));
  const client = useSyncExternalStore(holder.onChange, holder.getClient, holder.getClient);
  useEffect(() => {
    holder.retain();
    return () => holder.release();
  }, [holder]);
  useEffect(() => {
    // An unmount is the holder's business: StrictMode mounts again at once.
    if (enabled) void client.connect();
    else if (client.state !== 'idle') client.disconnect();
  }, [client, enabled]);
  return createElement(ClientContext.Provider, { value: client }, children);
}

/**
 * The client of the {@link ChatProvider} around.
 *
 * @typeParam Messages What the two sides say to each other, such as `AutobotMessages`. It is taken at its word.
 * @param own A client to take instead, for components that may be given one.
 * @throws Error where there is neither.
 */
export function useChatClient<Messages extends MessageMap = AnyMessages>(
  own?: ChatClient<Messages>,
): ChatClient<Messages> {
  const provided = useContext(ClientContext) as ChatClient<Messages> | undefined;
  const client = own ?? provided;
  if (client) return client;
  throw new Error('chatwire: there is no client here. Put a <ChatProvider> around this component');
}
