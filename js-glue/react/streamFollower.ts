import type { ChangeListener } from '../adapters/changeListener.ts';

/** How a store is listened to. */
export type Source = (listener: ChangeListener) => () => void;

/** How long a transition may take before anybody asks what keeps it, in milliseconds. */
const PATIENCE = 100;
/** How long it may take at most while the page is busy: then it is shown without. */
const LONGEST_WAIT = 2000;
/** The same where nobody says whether the page is busy: not every browser does, and no test environment. */
const BLIND_WAIT = 500;

/**
 * Follows a store for one hook: asks React to render by a transition for what is streamed, one at a time, and at once for the rest.
 *
 * A transition may be kept back by what has nothing to do with it: React shows none while an asynchronous action (`useActionState`,
 * an `async` function in `startTransition`) is under way. That can last as long as an answer streams in. So what a page that has
 * time still does not show is shown at once.
 */
export class StreamFollower<View> {
  readonly #source: Source;
  readonly #requestTransition: () => void;
  #getView: (() => View) | undefined;
  #shown: View | undefined;
  #revision = 0;
  #listener = (): void => {};
  #isRequested = false;
  #cancelWait = (): void => {};

  constructor(source: Source, requestTransition: () => void) {
    this.#source = source;
    this.#requestTransition = requestTransition;
  }

  /** Another number whenever something is to be seen at once. */
  readonly getRevision = (): number => this.#revision;

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listener = listener;
    const stop = this.#source((isStreamed) => (isStreamed ? this.follow() : this.#showNow()));
    // What has changed since it was rendered.
    this.#showNow();
    return () => {
      stop();
      this.committed(this.#shown, this.#getView);
    };
  };

  /** This is on the page now. */
  committed(view: View | undefined, getView: (() => View) | undefined): void {
    this.#shown = view;
    this.#getView = getView;
    this.#isRequested = false;
    this.#cancelWait();
  }

  /** Has shown by a transition what is not on the page yet. */
  follow(): void {
    if (this.#isRequested || !this.#isBehind) return;
    this.#isRequested = true;
    this.#requestTransition();
    this.#cancelWait = afterPatience(() => this.#showNow());
  }

  get #isBehind(): boolean {
    return this.#getView !== undefined && this.#getView() !== this.#shown;
  }

  #showNow(): void {
    if (!this.#isBehind) return;
    this.#revision++;
    this.#listener();
  }
}

/** Calls `action` when the page has had time for a while, or never had. Gives back what cancels that. */
function afterPatience(action: () => void): () => void {
  let cancelIdle = (): void => {};
  const timer = setTimeout(() => (cancelIdle = whenIdle(action)), PATIENCE);
  return () => {
    clearTimeout(timer);
    cancelIdle();
  };
}

function whenIdle(action: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(action, BLIND_WAIT);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(action, { timeout: LONGEST_WAIT });
  return () => cancelIdleCallback(handle);
}
