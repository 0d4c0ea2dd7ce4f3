import type { CoreCommands } from '../core/handle.ts';
import type { Tab } from './tab.ts';

type Core = Pick<CoreCommands, 'subscribe' | 'unsubscribe' | 'wantAll'>;
/** One type: the core's route for it, and the routes of the tabs that want it. */
interface Entry {
  readonly route: number;
  readonly tabs: Map<Tab, number>;
}

const NOBODY = -1;

/** Who wants what, of many tabs: the core is told what any of them wants. */
export class SharedRoutes {
  readonly #core: Core;
  readonly #byType = new Map<string, Entry>();
  readonly #byRoute = new Map<number, Entry>();
  readonly #wantAll = new Set<Tab>();
  #lastRoute = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  subscribe(tab: Tab, type: string, route: number): void {
    const entry = this.#byType.get(type) ?? this.#add(type);
    entry.tabs.set(tab, route);
  }

  unsubscribe(tab: Tab, type: string): void {
    const entry = this.#byType.get(type);
    if (!entry?.tabs.delete(tab) || entry.tabs.size > 0) return;
    this.#byType.delete(type);
    this.#byRoute.delete(entry.route);
    this.#core.unsubscribe(type);
  }

  wantAll(tab: Tab, wanted: boolean): void {
    const before = this.#wantAll.size > 0;
    if (wanted) this.#wantAll.add(tab);
    else this.#wantAll.delete(tab);
    if (this.#wantAll.size > 0 !== before) this.#core.wantAll(!before);
  }

  drop(tab: Tab): void {
    for (const type of [...this.#byType.keys()]) this.unsubscribe(tab, type);
    this.wantAll(tab, false);
  }

  /** The tab's own route for what comes by this one of the core's; below 0 where it does not want it. */
  routeFor(tab: Tab, route: number): number {
    return this.#byRoute.get(route)?.tabs.get(tab) ?? (this.#wantAll.has(tab) ? 0 : NOBODY);
  }

  #add(type: string): Entry {
    const entry: Entry = { route: ++this.#lastRoute, tabs: new Map() };
    this.#byType.set(type, entry);
    this.#byRoute.set(entry.route, entry);
    this.#core.subscribe(type, entry.route);
    return entry;
  }
}
