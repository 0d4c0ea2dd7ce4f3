type Fields = Readonly<Record<string, unknown>>;

/** Reads of a payload that somebody else wrote: a field of another kind than expected counts as absent. */
export const fields = {
  /** The members of a value; none where it is no object. */
  of(value: unknown): Fields {
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  },

  text(from: Fields, name: string): string | undefined {
    const value = from[name];
    return typeof value === 'string' ? value : undefined;
  },

  number(from: Fields, name: string): number | undefined {
    const value = from[name];
    return typeof value === 'number' ? value : undefined;
  },

  texts(from: Fields, name: string): string[] {
    const value = from[name];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  },

  list(from: Fields, name: string): readonly unknown[] {
    const value = from[name];
    return Array.isArray(value) ? (value as unknown[]) : [];
  },

  /** These members, as far as they are there. */
  some(from: Fields, ...names: readonly string[]): Fields | undefined {
    const found = names.filter((name) => from[name] !== undefined && from[name] !== null);
    return found.length > 0 ? Object.fromEntries(found.map((name) => [name, from[name]])) : undefined;
  },
};
