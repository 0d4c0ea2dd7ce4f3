import { useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../Icon.tsx';
import { useStore } from '../../useStore.ts';
import { useTypingNotice } from './useTypingNotice.ts';
import type { ChatView } from './view.ts';

interface ComposerProps {
  view: ChatView;
  placeholder: string;
  onSend: (text: string) => void;
  disabledReason?: string | undefined;
  maxLength?: number | undefined;
  autoFocus?: boolean | undefined;
}

/** Where the user writes: Enter sends, Shift+Enter breaks the line. It works without a connection: what is sent then, waits. */
export function Composer({
  view: { store, words },
  placeholder,
  onSend,
  disabledReason,
  maxLength,
  autoFocus,
}: ComposerProps): ReactElement {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState('');
  const isBound = useStore(store, (state) => state.isBound);
  const typing = useTypingNotice(store);
  const reason = disabledReason || (isBound ? '' : words.unbound);
  const text = draft.trim();
  const canSend = text !== '' && !reason;

  const send = () => {
    field.current?.focus();
    if (!canSend) return;
    setDraft('');
    typing.stop();
    onSend(text);
  };
  const write = (value: string) => {
    setDraft(value);
    if (value.trim()) typing.go();
    else typing.stop();
  };

  return (
    <form
      className="chatwire-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="chatwire-hidden" htmlFor={id}>
        {words.message}
      </label>
      <div className="chatwire-composer-frame">
        {/* The hidden copy gives the field the height of its text. */}
        <div className="chatwire-composer-field" data-copy={draft}>
          <textarea
            ref={field}
            id={id}
            className="chatwire-composer-input"
            placeholder={placeholder}
            rows={1}
            maxLength={maxLength}
            autoFocus={autoFocus}
            enterKeyHint="send"
            aria-describedby={reason ? `${id}-reason` : undefined}
            value={draft}
            onChange={(event) => write(event.target.value)}
            onKeyDown={(event) => {
              if (!sends(event)) return;
              event.preventDefault();
              send();
            }}
            onBlur={typing.stop}
          />
        </div>
        <button
          type="submit"
          className="chatwire-composer-send"
          aria-label={words.send}
          aria-disabled={!canSend}
          aria-describedby={reason ? `${id}-reason` : undefined}
          // The focus stays where it is: on a small screen the keyboard would go away.
          onMouseDown={(event) => event.preventDefault()}
        >
          <Icon name="send" />
        </button>
      </div>
      {reason && (
        <p className="chatwire-composer-reason" id={`${id}-reason`}>
          {reason}
        </p>
      )}
    </form>
  );
}

function sends({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean {
  // An Enter that ends the writing of a Japanese word sends nothing. Safari says so only by the old key code, 229.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isComposing = nativeEvent.isComposing || nativeEvent.keyCode === 229;
  return key === 'Enter' && !shiftKey && !isComposing;
}
