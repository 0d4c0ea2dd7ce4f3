import {
  createChatClient,
  type AnyMessages,
  type ChatClient,
  type ChatClientOptions,
  type MessageMap,
} from 'chatwire';
import { inject, type App, type InjectionKey } from 'vue';

const CLIENT: InjectionKey<ChatClient> = Symbol('chatwire');

/** A client for a whole application: `app.use(createChatwire({ url }))`. */
export interface Chatwire {
  readonly client: ChatClient;
  /** Gives the client to an application; `app.use()` calls it. */
  install(app: App): void;
}

/**
 * Makes the plugin. Of options it makes a client that connects when the application is mounted in a page, and ends with it;
 * a client of one's own is neither connected nor destroyed. On a server it opens nothing.
 */
export function createChatwire(clientOrOptions: ChatClient | ChatClientOptions): Chatwire {
  const isOwn = !('getSnapshot' in clientOrOptions);
  const client = isOwn ? createChatClient(clientOrOptions) : clientOrOptions;
  return {
    client,
    install(app) {
      app.provide(CLIENT, client);
      if (!isOwn || typeof document === 'undefined') return;
      void client.connect();
      // Vue 3.4 has no event for it.
      const unmount = app.unmount.bind(app);
      app.unmount = () => {
        unmount();
        client.destroy();
      };
    },
  };
}

/**
 * The client of the plugin.
 *
 * @typeParam Messages What the two sides say to each other, such as `AutobotMessages`. It is taken at its word.
 * @param own A client to take instead, for components that may be given one.
 * @throws Error where there is neither.
 */
export function useChatClient<Messages extends MessageMap = AnyMessages>(
  own?: ChatClient<Messages>,
): ChatClient<Messages> {
  const client = own ?? (inject(CLIENT, undefined) as ChatClient<Messages> | undefined);
  if (client) return client;
  throw new Error('chatwire: there is no client here. Call app.use(createChatwire({ url })) first');
}
