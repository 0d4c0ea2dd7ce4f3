import type { Tab } from './tab.ts';

/** A tab that is asked and says nothing may be frozen: then another one is asked. */
const PATIENCE = 2000;

/** What the core wants to know of the application: one tab is asked at a time, the one that is seen first. */
export class Question {
  readonly #ask: (tab: Tab) => void;
  readonly #tabs: () => readonly Tab[];
  readonly #asked = new Set<Tab>();
  #current: Tab | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tabs: () => readonly Tab[], ask: (tab: Tab) => void) {
    this.#tabs = tabs;
    this.#ask = ask;
    this.#next();
  }

  /** Answered, or of no interest any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#current = undefined;
  }

  left(tab: Tab): void {
    if (tab === this.#current) this.#next();
  }

  #next(): void {
    clearTimeout(this.#timer);
    const tabs = this.#tabs().filter((tab) => !this.#asked.has(tab));
    this.#current = tabs.find(({ condition }) => condition === 'awake') ?? tabs[0];
    if (!this.#current) return;
    this.#asked.add(this.#current);
    this.#timer = setTimeout(() => this.#next(), PATIENCE);
    this.#ask(this.#current);
  }
}
