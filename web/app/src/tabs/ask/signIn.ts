import { createStore } from 'zustand/vanilla';
import { askClient, askKeyClient, setApiKey } from '../../clients/ask.ts';

export type SignInMethod = 'signature' | 'key';

/** The way to sign in that the visitor has chosen. */
export const signInMethod = createStore<{ method: SignInMethod }>(() => ({ method: 'signature' }));

export function askClientFor(method: SignInMethod) {
  return method === 'signature' ? askClient : askKeyClient;
}

/** Signs in this way from now on, with this key where the way is a key. Only one of the two connections is open. */
export function signInBy(method: SignInMethod, key = ''): void {
  const other = method === 'signature' ? askKeyClient : askClient;
  other.disconnect();
  const client = askClientFor(method);
  if (method === 'key') {
    setApiKey(key);
    client.disconnect();
  }
  signInMethod.setState({ method });
  void client.connect();
}
