import type { TappedFrame } from '../core/frameTap.ts';
import type { CoreHandle } from '../core/handle.ts';
import { Emitter, type Unsubscribe } from './emitter.ts';

/** Who sees the frames themselves. The core shows them only while somebody does. */
export class Taps {
  readonly #core: Pick<CoreHandle, 'tap'>;
  readonly #listeners: Emitter<{ frame: TappedFrame }>;

  constructor(core: Pick<CoreHandle, 'tap'>, onThrow: (error: unknown) => void) {
    this.#core = core;
    this.#listeners = new Emitter(onThrow);
  }

  add(listener: (frame: TappedFrame) => void): Unsubscribe {
    if (!this.#isWanted()) this.#core.tap(true);
    const remove = this.#listeners.on('frame', listener);
    return () => {
      const wasWanted = this.#isWanted();
      remove();
      if (wasWanted && !this.#isWanted()) this.#core.tap(false);
    };
  }

  show(frame: TappedFrame): void {
    this.#listeners.emit('frame', frame);
  }

  /** Tells a new core whether frames are wanted. */
  renew(): void {
    if (this.#isWanted()) this.#core.tap(true);
  }

  clear(): void {
    this.#listeners.clear();
  }

  #isWanted(): boolean {
    return this.#listeners.has('frame');
  }
}
