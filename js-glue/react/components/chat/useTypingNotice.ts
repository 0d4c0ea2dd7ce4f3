import { useEffect, useMemo } from 'react';
import type { ChatInterfaceStore } from './view.ts';

/** The other side forgets after some seconds that somebody types, so it is told again while it goes on. In milliseconds. */
const REPEAT = 3000;
/** Who writes nothing for so long does not type any more. */
const PAUSE = 4000;

/** Tells the other side that the user types, and that it is over. */
export function useTypingNotice(store: ChatInterfaceStore): TypingNotice {
  const notice = useMemo(() => new TypingNotice(store), [store]);
  useEffect(() => notice.stop, [notice]);
  return notice;
}

class TypingNotice {
  readonly #store: ChatInterfaceStore;
  #toldAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: ChatInterfaceStore) {
    this.#store = store;
  }

  /** The user has written something. */
  readonly go = (): void => {
    const now = performance.now();
    if (now - this.#toldAt >= REPEAT) {
      this.#toldAt = now;
      this.#store.getState().setTyping(true);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.stop, PAUSE);
  };

  readonly stop = (): void => {
    clearTimeout(this.#timer);
    if (this.#toldAt === -Infinity) return;
    this.#toldAt = -Infinity;
    this.#store.getState().setTyping(false);
  };
}
