import { useEffect, useState, type KeyboardEvent } from 'react';
import { COMPOSER_ID, focusComposer } from './focusComposer.ts';
import { Icon } from '../../ui/Icon.tsx';

/** The server takes no longer message. */
const MAX_LENGTH = 32_768;

/** Where the user writes. It works without a connection too: what is sent then, waits. */
export function Composer({ onSend }: { onSend: (text: string) => void }) {
  const [draft, setDraft] = useState('');
  const text = draft.trim();
  useEffect(() => {
    // Who came here by the tab list stays there.
    if (document.activeElement === document.body) focusComposer();
  }, []);

  const send = () => {
    focusComposer();
    if (!text) return;
    setDraft('');
    onSend(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An Enter that ends the writing of a Japanese word sends nothing.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="visually-hidden" htmlFor={COMPOSER_ID}>
        Message
      </label>
      {/* The hidden copy gives the field the height of its text. */}
      <div className="composer-field" data-copy={draft}>
        <textarea
          id={COMPOSER_ID}
          className="composer-input"
          data-testid="composer-input"
          placeholder="Write a message"
          rows={1}
          maxLength={MAX_LENGTH}
          enterKeyHint="send"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <button
        type="submit"
        className="send"
        data-testid="send"
        aria-label="Send"
        aria-disabled={!text}
        onMouseDown={(event) => event.preventDefault()}
      >
        <Icon name="send" />
      </button>
    </form>
  );
}
