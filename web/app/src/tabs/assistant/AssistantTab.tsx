import { useAccount } from './account.ts';
import { SignedIn } from './SignedIn.tsx';
import { SignInForm } from './SignInForm.tsx';

/** The `wazuh` system: a user signs in, and has sessions that each of the user's windows shows. */
export function AssistantTab() {
  const { account } = useAccount();
  return account ? <SignedIn key={account.user} account={account} /> : <SignInForm />;
}
