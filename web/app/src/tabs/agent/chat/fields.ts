/** Reads a payload that somebody else wrote: a field of another kind than expected counts as absent. */
export class Fields {
  readonly #payload: Readonly<Record<string, unknown>>;

  constructor(payload: unknown) {
    const isObject = typeof payload === 'object' && payload !== null;
    this.#payload = isObject ? (payload as Record<string, unknown>) : {};
  }

  text(name: string): string {
    const value = this.#payload[name];
    return typeof value === 'string' ? value : '';
  }

  number(name: string): number {
    const value = this.#payload[name];
    return typeof value === 'number' ? value : 0;
  }

  texts(name: string): string[] {
    const value = this.#payload[name];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  }

  fields(name: string): Fields {
    return new Fields(this.#payload[name]);
  }
}
