import { vi } from 'vitest';

/** Counts what passes between JavaScript and WebAssembly in cores that are loaded from now on. */
export interface Crossings {
  /** Calls of C++, those through its table of functions included. */
  into: number;
  /** Calls from C++. */
  outOf: number;
  /** Bytes of text written into its memory. */
  textBytes: number;
  reset(): void;
}

type Callable = (...values: unknown[]) => unknown;

/** Until vi.restoreAllMocks(). A core that is loaded already is not watched: call it first, in a file of its own. */
export function watchCrossings(): Crossings {
  const memories: WebAssembly.Memory[] = [];
  const crossings = {
    into: 0,
    outOf: 0,
    textBytes: 0,
    reset() {
      crossings.into = crossings.outOf = crossings.textBytes = 0;
    },
  };
  const encoder = new TextEncoder();
  const encodeInto = encoder.encodeInto.bind(encoder);
  vi.spyOn(TextEncoder.prototype, 'encodeInto').mockImplementation((text, room) => {
    const result = encodeInto(text, room);
    if (memories.some(({ buffer }) => buffer === room.buffer)) crossings.textBytes += result.written;
    return result;
  });
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
      if (table instanceof WebAssembly.Memory) memories.push(table);
      if (!(table instanceof WebAssembly.Table)) continue;
      const get = table.get.bind(table) as (index: number) => Callable;
      table.get = (index: number) => counted(get(index), 'into');
    }
    return { exports: watched(exports, 'into') };
  }) as never);

  return crossings;
}
