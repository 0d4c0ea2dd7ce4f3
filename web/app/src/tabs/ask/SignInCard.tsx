import { errorTexts } from 'chatwire/nexus';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { DEVELOPMENT_KEY } from '../../clients/ask.ts';
import { signer } from '../../clients/signer.ts';
import { useConnection } from 'chatwire/react';
import { askClientFor, signInBy, signInMethod } from './signIn.ts';

/** Who the page says it is: by a signature, or by a key that it knows. */
export function SignInCard() {
  const { method } = useStore(signInMethod);
  const { state, error } = useConnection(askClientFor(method));
  const [key, setKey] = useState(DEVELOPMENT_KEY);

  return (
    <section className="card" aria-labelledby="sign-in-title" data-testid="sign-in" data-method={method}>
      <header className="card-header">
        <h3 id="sign-in-title">Sign-in</h3>
        <span className="sign-in-state" data-state={state} data-testid="sign-in-state">
          {words(state)}
        </span>
      </header>
      <div className="segments" role="radiogroup" aria-labelledby="sign-in-title">
        <Choice label="Signature" isChosen={method === 'signature'} onChoose={() => signInBy('signature')} />
        <Choice label="API key" isChosen={method === 'key'} onChoose={() => signInBy('key', key)} />
      </div>
      {method === 'signature' ? (
        <PublicKey />
      ) : (
        <form
          className="key-form"
          onSubmit={(event) => {
            event.preventDefault();
            signInBy('key', key);
          }}
        >
          <label htmlFor="api-key">Key</label>
          <input
            id="api-key"
            data-testid="api-key"
            autoComplete="off"
            spellCheck={false}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
          <button type="submit" className="button" data-testid="sign-in-by-key">
            Sign in
          </button>
        </form>
      )}
      {state === 'failed' && error && (
        <p className="card-problem" role="alert" data-testid="sign-in-problem">
          {errorTexts[error.code] ?? error.message}
        </p>
      )}
    </section>
  );
}

function words(state: string): string {
  if (state === 'connected') return 'Signed in';
  if (state === 'failed') return 'Refused';
  return state === 'closed' || state === 'idle' ? 'Signed out' : 'Signing in…';
}

function Choice({ label, isChosen, onChoose }: { label: string; isChosen: boolean; onChoose: () => void }) {
  return (
    <label className="segment">
      <input type="radio" name="sign-in-method" checked={isChosen} onChange={onChoose} />
      <span>{label}</span>
    </label>
  );
}

/** The public half of the key pair, which is all of it that anybody can see. */
function PublicKey() {
  const [key, setKey] = useState('');
  useEffect(() => {
    let isShown = true;
    signer().then(
      ({ publicKey }) => isShown && setKey(publicKey),
      // The connection says why.
      () => {},
    );
    return () => {
      isShown = false;
    };
  }, []);
  return (
    <>
      <p className="card-text">
        Each new connection gets a challenge, and this page signs it with Ed25519. The private key cannot
        leave it.
      </p>
      <p className="public-key">
        <span>Public key</span>
        <code data-testid="public-key">{key || 'being made…'}</code>
      </p>
    </>
  );
}
