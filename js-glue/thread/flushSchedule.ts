/** 60 times a second, where there are no animation frames to go by. */
const PERIOD = 16;
/** A page that is not seen has no animation frames. */
const LONGEST_FRAME = 50;

/** When things are done; tests have times of their own. */
export interface Timing {
  readonly nextFrame: (callback: () => void) => void;
  /** When what is going on in this thread is over. */
  readonly soon: (callback: () => void) => void;
}

/**
 * When to post what has gathered. The first message of a quiet period leaves at once; those behind it once per animation
 * frame, for a task per message is what makes a page slow. What a page has sent is likely to be answered, so the next
 * message leaves at once again. Events that somebody may wait for do not wait.
 */
export class FlushSchedule {
  readonly #flush: () => boolean;
  readonly #timing: Timing;
  #period: 'none' | 'open' | 'busy' = 'none';
  #isPlanned = false;

  /** `flush` posts what there is, and says whether it did. */
  constructor(flush: () => boolean, timing: Timing = platformTiming) {
    this.#flush = flush;
    this.#timing = timing;
  }

  /** A message that is wanted. */
  message(): void {
    if (this.#period === 'busy') return;
    this.#begin('busy');
    this.#flush();
  }

  /** Something that is not urgent: it holds up no message, and waits for the next one, or for its frame. */
  later(): void {
    if (this.#period !== 'none') return;
    this.#begin('open');
    this.soon();
  }

  /** Something to be told when what is going on in this thread is over. */
  soon(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#timing.soon(() => {
      this.#isPlanned = false;
      this.#flush();
    });
  }

  answerExpected(): void {
    if (this.#period === 'busy') this.#period = 'open';
  }

  #begin(period: 'open' | 'busy'): void {
    const isNew = this.#period === 'none';
    this.#period = period;
    if (isNew) this.#timing.nextFrame(() => this.#onFrame());
  }

  #onFrame(): void {
    const period = this.#period;
    this.#period = 'none';
    if (this.#flush() && period !== 'none') this.#begin(period);
  }
}

interface Frames {
  requestAnimationFrame?: (callback: () => void) => number;
}

const platformTiming: Timing = {
  nextFrame: onNextFrame,
  // Not the function itself: it wants to be called as the platform's own.
  soon: (callback) => queueMicrotask(callback),
};

function onNextFrame(callback: () => void): void {
  let hasCome = false;
  const come = () => {
    if (hasCome) return;
    hasCome = true;
    clearTimeout(timer);
    callback();
  };
  const timer = setTimeout(come, requestFrame(come) ? LONGEST_FRAME : PERIOD);
}

/** False where there are no frames: a Worker within a Worker has only the function, which throws. */
function requestFrame(callback: () => void): boolean {
  try {
    return (globalThis as Frames).requestAnimationFrame?.(callback) !== undefined;
  } catch {
    return false;
  }
}
