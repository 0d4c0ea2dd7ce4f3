/** A map of at most `max` values: a new one drives out the value that was not asked for the longest, of those not in use. */
export class RecentMap<Value> {
  readonly #values = new Map<string, Value>();
  readonly #max: number;
  readonly #isInUse: (value: Value) => boolean;

  constructor(max: number, isInUse: (value: Value) => boolean = () => false) {
    this.#max = max;
    this.#isInUse = isInUse;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#max) return;
    for (const [oldKey, old] of this.#values) {
      if (old === value || this.#isInUse(old)) continue;
      this.#values.delete(oldKey);
      return;
    }
  }

  /** The value of a key, made where there is none. */
  getOrMake(key: string, make: () => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }
}
