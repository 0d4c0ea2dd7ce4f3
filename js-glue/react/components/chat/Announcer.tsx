import { useEffect, useState, type ReactElement } from 'react';
import { Announcements } from './announcements.ts';
import { currentSession, type ChatView } from './view.ts';

/** Tells a screen reader what is finished: it would read every word of a log that streams in. */
export function Announcer({ view: { store, words } }: { view: ChatView }): ReactElement {
  const [text, setText] = useState('');
  useEffect(() => {
    const announcements = new Announcements(currentSession(store.getState()));
    return store.subscribe(() => {
      const message = announcements.next(currentSession(store.getState()));
      if (!message) return;
      const { role, status, error = '', text: said } = message;
      const failure = role === 'user' ? words.sent.failed : words.endedEarly;
      setText(`${words.author[role]}: ${status === 'failed' ? `${failure}. ${error}` : said}`);
    });
  }, [store, words]);
  return (
    <p className="chatwire-hidden chatwire-chat-announcement" aria-live="polite">
      {text}
    </p>
  );
}
