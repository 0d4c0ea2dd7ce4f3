import { ChatInterface, Toasts, type ChatInterfaceProps } from 'chatwire/react/components';
import { useEffect, useRef } from 'react';
import type { Stores } from './bindStores.ts';

/** The backends take no longer message. */
const MAX_LENGTH = 32_768;

/** The conversation of a tab, and the toasts about its connection. */
export function Conversation({ stores, ...props }: { stores: Stores } & Omit<ChatInterfaceProps, 'store'>) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Who came here by the tab list stays there; whose focus is nowhere wants to write.
    if (document.activeElement === document.body) place.current?.querySelector('textarea')?.focus();
  }, []);

  return (
    <div ref={place} className="conversation">
      <ChatInterface store={stores.chat} maxLength={MAX_LENGTH} {...props} />
      <Toasts store={stores.ui} labels={{ region: 'Notices' }} />
    </div>
  );
}
