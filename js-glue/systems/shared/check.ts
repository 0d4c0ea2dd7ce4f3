/** What is given to a system's module under a name that the client does not know is checked here, in the same words (B32). */
export const check = {
  function(name: string, value: unknown): void {
    if (value !== undefined && typeof value !== 'function') throw wrong(name, value, 'a function');
  },

  countFrom1(name: string, value: unknown): void {
    if (value !== undefined && !(typeof value === 'number' && value >= 1))
      throw wrong(name, value, 'a number from 1');
  },

  /** What `reconnect` may be. */
  reconnect(value: unknown): void {
    const isObject = typeof value === 'object' && value !== null;
    if (!isObject && typeof value !== 'boolean')
      throw wrong('reconnect', value, 'true, false or an object of options');
  },

  /**
   * A number that says when to dial again, by a system's own name for it (C5); nothing where it was not given.
   *
   * @param other What `reconnect` calls it. Both may be given where they agree.
   */
  reconnectNumber(
    name: string,
    value: number | undefined,
    other: { name: string; value: number | undefined },
  ): number | undefined {
    if (value === undefined) return other.value;
    if (!(typeof value === 'number' && value >= 0)) throw wrong(name, value, 'a number from 0');
    if (other.value === undefined || other.value === value) return value;
    throw new TypeError(
      `chatwire: ${name} is ${value}, and reconnect.${other.name}, which means the same, is ${other.value}: give one of them`,
    );
  },
};

function wrong(name: string, value: unknown, wanted: string): TypeError {
  const given =
    typeof value === 'number' ? String(value) : `of type ${value === null ? 'null' : typeof value}`;
  return new TypeError(`chatwire: ${name} must be ${wanted}, not ${given}`);
}
