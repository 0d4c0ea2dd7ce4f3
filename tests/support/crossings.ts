import { vi } from 'vitest';

/** Counts what passes between JavaScript and WebAssembly in cores that are loaded from now on. */
export interface Crossings {
  /** Calls of C++, those through its table of functions included. */
  into: number;
  /** Calls from C++. */
  outOf: number;
  /** Bytes of text written into its memory. */
  readonly textBytes: number;
  reset(): void;
}

type Callable = (...values: unknown[]) => unknown;

/** Until vi.restoreAllMocks(). A core that is loaded already is not watched: call it first, in a file of its own. */
export function watchCrossings(): Crossings {
  const encodings = vi.spyOn(TextEncoder.prototype, 'encodeInto');
  const crossings = {
    into: 0,
    outOf: 0,
    get textBytes() {
      return encodings.mock.results.reduce(
        (sum, { value }) => sum + (value as TextEncoderEncodeIntoResult).written,
        0,
      );
    },
    reset() {
      crossings.into = crossings.outOf = 0;
      encodings.mockClear();
    },
  };
  const counted = (target: Callable, direction: 'into' | 'outOf'): Callable =>
    Object.assign((...values: unknown[]) => {
      crossings[direction]++;
      return target(...values);
    }, target);
  const watched = (members: object, direction: 'into' | 'outOf'): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(members).map(([name, member]) => [
        name,
        typeof member === 'function' ? counted(member as Callable, direction) : member,
      ]),
    );

  const instantiate = WebAssembly.instantiate.bind(WebAssembly) as (
    module: WebAssembly.Module,
    imports: WebAssembly.Imports,
  ) => Promise<WebAssembly.Instance>;
  vi.spyOn(WebAssembly, 'instantiate').mockImplementation((async (
    module: WebAssembly.Module,
    imports: WebAssembly.Imports,
  ) => {
    const spied = Object.entries(imports).map(([name, members]) => [name, watched(members, 'outOf')]);
    const { exports } = await instantiate(module, Object.fromEntries(spied) as WebAssembly.Imports);
    for (const table of Object.values(exports)) {
      if (!(table instanceof WebAssembly.Table)) continue;
      const get = table.get.bind(table) as (index: number) => Callable;
      table.get = (index: number) => counted(get(index), 'into');
    }
    return { exports: watched(exports, 'into') };
  }) as never);

  return crossings;
}
