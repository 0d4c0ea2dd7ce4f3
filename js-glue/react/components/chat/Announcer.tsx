import type { ChatMessage } from 'chatwire/stores';
import { useMemo, type ReactElement } from 'react';
import { useStream } from '../../useStream.ts';
import { Announcements } from './announcements.ts';
import type { ChatLabels } from './chatLabels.ts';
import type { ChatView } from './view.ts';

/** Tells a screen reader what is finished: it would read every word of a log that streams in. */
export function Announcer({ view: { store, words } }: { view: ChatView }): ReactElement {
  const { subscribe, getMessage } = useMemo(() => new Announcements(store), [store]);
  const message = useStream(subscribe, getMessage);
  return (
    <p className="chatwire-hidden chatwire-chat-announcement" aria-live="polite">
      {message && textOf(message, words)}
    </p>
  );
}

function textOf({ role, status, text, error = '' }: ChatMessage, words: ChatLabels): string {
  const failure = role === 'user' ? words.sent.failed : words.endedEarly;
  return `${words.author[role]}: ${status === 'failed' ? `${failure}. ${error}` : text}`;
}
