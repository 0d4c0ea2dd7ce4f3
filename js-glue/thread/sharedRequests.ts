import type { CoreCommands, CoreRequest, OutboxTerms } from '../core/handle.ts';
import type { Tab } from './tab.ts';

type Core = Pick<CoreCommands, 'request' | 'cancelRequest' | 'matched'>;

interface Asked {
  readonly tab: Tab;
  /** The tab's own number for it. */
  readonly number: number;
  /** The tab looks for the answer among all that comes. */
  readonly matches: boolean;
}

/** Who asked what, of many tabs: an answer is for one of them. */
export class SharedRequests {
  readonly #core: Core;
  /** By the core's number. */
  readonly #asked = new Map<number, Asked>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** `number`: the core's, for the request and for the receipt of its message. */
  request(tab: Tab, number: number, request: CoreRequest, terms: OutboxTerms | undefined): void {
    this.#asked.set(number, { tab, number: request.number, matches: request.answerId === '' });
    this.#core.request({ ...request, number }, terms);
  }

  cancel(tab: Tab, its: number): void {
    for (const number of this.#numbersOf(tab, (each) => each === its)) this.#core.cancelRequest(number);
  }

  matched(tab: Tab, its: number): void {
    for (const number of this.#numbersOf(tab, (each) => each === its)) this.#core.matched(number);
  }

  /** The core's `number` is over; who asked it. */
  take(number: number): Asked | undefined {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    return asked;
  }

  failed(number: number, reason: string, remedy: string): void {
    const asked = this.take(number);
    asked?.tab.feed.onRequestFailed(asked.number, reason, remedy);
  }

  /** Must the tab see every message? */
  wantsAll(tab: Tab): boolean {
    for (const asked of this.#asked.values()) if (asked.tab === tab && asked.matches) return true;
    return false;
  }

  /** As `disconnect()` has it, but for what `isKept`. */
  takeBack(tab: Tab, isKept: (its: number) => boolean): void {
    const asked = [...this.#asked.values()].filter((each) => each.tab === tab && !isKept(each.number));
    for (const number of this.#numbersOf(tab, (its) => !isKept(its))) this.#core.cancelRequest(number);
    for (const { number } of asked) tab.feed.onRequestFailed(number, 'DISCONNECTED', '');
  }

  /** The core's numbers of what the tab asked, forgotten here: what the core says of them is for nobody. */
  #numbersOf(tab: Tab, isMeant: (its: number) => boolean): number[] {
    const numbers = [...this.#asked].flatMap(([number, asked]) =>
      asked.tab === tab && isMeant(asked.number) ? number : [],
    );
    for (const number of numbers) this.#asked.delete(number);
    return numbers;
  }
}
