import type { Hint } from '../core/handle.ts';
import type { Unsubscribe } from './emitter.ts';

type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

interface Page extends Partial<Target> {
  document?: Target & { visibilityState: string };
  navigator?: { onLine?: boolean; connection?: Target };
}

/**
 * Passes on what the platform says of the network and of the page: reasons to look whether the link is alive, and to dial
 * before the time. Does nothing where there is no such platform, as in Node.
 */
export function watchPage(tell: (hint: Hint) => void): Unsubscribe {
  const page = globalThis as Page;
  const watches: [target: Target, event: string, listener: (event: Event) => void][] = [];
  if (page.addEventListener && page.removeEventListener) {
    const target = page as Target;
    watches.push(
      [target, 'online', () => tell('online')],
      [target, 'offline', () => tell('offline')],
      // To the back-forward cache, which takes no page with an open socket, and back from it (F19).
      [target, 'pagehide', (event) => (event as PageTransitionEvent).persisted && tell('frozen')],
      [target, 'pageshow', (event) => (event as PageTransitionEvent).persisted && tell('awake')],
    );
  }
  // Another network: the socket of the old one may be dead, and says nothing (F22). Not every browser has this.
  const connection = page.navigator?.connection;
  if (connection) watches.push([connection, 'change', () => page.navigator?.onLine && tell('online')]);
  const { document } = page;
  if (document) {
    watches.push(
      [document, 'visibilitychange', () => tell(document.visibilityState === 'visible' ? 'awake' : 'hidden')],
      [document, 'freeze', () => tell('frozen')],
      [document, 'resume', () => tell('awake')],
    );
  }
  for (const [target, event, listener] of watches) target.addEventListener(event, listener);
  return () => {
    for (const [target, event, listener] of watches) target.removeEventListener(event, listener);
  };
}
