import { vi } from 'vitest';

/** A call that C++ made into JavaScript. */
export interface ImportCall {
  /** What the test was doing, as it said by `Saboteur.step`. */
  step: string;
  /** The function's name; a letter or two in a release build. */
  name: string;
}

/** One instance of the module: what it calls, and its memory. */
interface Victim {
  memory: WebAssembly.Memory;
  isLoaded: boolean;
  /** Its memory when it was made to trap. */
  remains: Uint8Array | undefined;
  /** The calls that it has made since. */
  calledAfterDeath: string[];
}

const instantiate = WebAssembly.instantiate.bind(WebAssembly) as (
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
) => Promise<WebAssembly.Instance>;

/**
 * Stands between the module and the functions that it imports, and lets one of their calls end in an exception. So C++ is
 * left in the middle of its work and no destructor runs, as by a trap.
 */
export class Saboteur {
  step = 'start';
  /** The calls of the first instance since it was loaded. */
  readonly calls: ImportCall[] = [];
  readonly victims: Victim[] = [];
  #trapAt = Infinity;

  /** From here on, until vi.restoreAllMocks(). The modules that are loaded meanwhile are its victims. */
  constructor() {
    vi.spyOn(WebAssembly, 'instantiate').mockImplementation((async (
      module: WebAssembly.Module,
      imports: WebAssembly.Imports,
    ) => {
      const victim = { isLoaded: false, remains: undefined, calledAfterDeath: [] } as unknown as Victim;
      const instance = await instantiate(module, this.#watch(imports, victim));
      const isMemory = (value: unknown) => value instanceof WebAssembly.Memory;
      victim.memory = Object.values(instance.exports).find(isMemory)!;
      this.victims.push(victim);
      return instance;
    }) as never);
  }

  /** The module has been loaded: what it calls now counts. */
  begin(trapAt = Infinity): void {
    this.#trapAt = trapAt;
    for (const victim of this.victims) victim.isLoaded = true;
  }

  get hasTrapped(): boolean {
    return this.victims.some(({ remains }) => remains);
  }

  /** What was done with dead instances: functions that they called, and bytes of their memory that have changed. */
  get desecrations(): string[] {
    return this.victims.flatMap(({ memory, remains, calledAfterDeath }) => {
      if (!remains) return [];
      const changed = Buffer.compare(remains, new Uint8Array(memory.buffer)) !== 0;
      return changed ? [...calledAfterDeath, 'its memory has changed'] : calledAfterDeath;
    });
  }

  #watch(imports: WebAssembly.Imports, victim: Victim): WebAssembly.Imports {
    const watched: WebAssembly.Imports = {};
    for (const [module, values] of Object.entries(imports)) {
      watched[module] = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'function' ? this.#wrap(victim, name, value as () => unknown) : value,
        ]),
      );
    }
    return watched;
  }

  #wrap(victim: Victim, name: string, call: (...args: unknown[]) => unknown) {
    return (...args: unknown[]): unknown => {
      if (victim.remains) victim.calledAfterDeath.push(name);
      else if (victim.isLoaded) {
        this.calls.push({ step: this.step, name });
        if (this.calls.length === this.#trapAt) {
          victim.remains = new Uint8Array(victim.memory.buffer).slice();
          throw new WebAssembly.RuntimeError('unreachable');
        }
      }
      return call(...args);
    };
  }
}
