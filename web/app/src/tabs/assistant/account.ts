import { create } from 'zustand';
import { assistantClient, setAssistantUser } from '../../clients/assistant.ts';
import { bindStores } from '../../ui/bindStores.ts';

/** A user who is signed in, and what belongs to nobody else. */
export type Account = ReturnType<typeof openAccount>;

/** Of this window: another one may have another user. */
const USER_KEY = 'chatwire-demo-user';

/** Who is signed in; null: nobody. */
export const useAccount = create<{ account: Account | null }>(() => {
  const user = sessionStorage.getItem(USER_KEY);
  return { account: user ? openAccount(user) : null };
});

export function signIn(user: string): void {
  useAccount.getState().account?.unbind();
  sessionStorage.setItem(USER_KEY, user);
  useAccount.setState({ account: openAccount(user) });
  void assistantClient.connect();
}

/** What waits to be sent is dropped: the next user must not send it. */
export function signOut(): void {
  assistantClient.disconnect();
  useAccount.getState().account?.unbind();
  sessionStorage.removeItem(USER_KEY);
  useAccount.setState({ account: null });
}

function openAccount(user: string) {
  setAssistantUser(user);
  return { user, ...bindStores(assistantClient, `assistant-${user}`) };
}
