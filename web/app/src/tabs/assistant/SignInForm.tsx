import { useState } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { TabHeader } from '../../ui/TabHeader.tsx';
import { signIn } from './account.ts';

/** The backend takes no longer name. */
const MAX_LENGTH = 128;

/** A stand-in for a login page: the demo's backend gives everybody a token, for any name. */
export function SignInForm() {
  const [name, setName] = useState('ann');
  const user = name.trim();

  return (
    <>
      <TabHeader title="Assistant" lead="Sessions, typing and notifications of a signed-in user" />
      <form
        className="sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          if (user) signIn(user);
        }}
      >
        <span className="sign-in-picture">
          <Icon name="user" />
        </span>
        <h3>Who is asking?</h3>
        <p className="hint">
          Any name will do. Sign in by the same one in a second window, and both show the same messages.
        </p>
        <label htmlFor="user-name">Your name</label>
        <input
          id="user-name"
          className="text-input"
          required
          maxLength={MAX_LENGTH}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button primary" aria-disabled={!user}>
          Sign in
        </button>
      </form>
    </>
  );
}
