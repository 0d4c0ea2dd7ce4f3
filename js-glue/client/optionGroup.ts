import { check, type Range } from './check.ts';

/**
 * Options that belong together, such as those of `outbox`. Each is checked when it is read (see `check`), and known from then
 * on: `end()` refuses what nobody has read.
 */
export class OptionGroup<Options extends object> {
  readonly #name: string;
  readonly #given: Options;
  readonly #known: string[] = [];

  /** `name` stands in what is thrown, before the name of the option. */
  constructor(name: string, given: Options) {
    check.object(name, given);
    this.#name = name;
    this.#given = given;
  }

  number(key: keyof Options & string, fallback: number, range: Range): number {
    return check.number(this.#nameOf(key), this.#given[key], fallback, range);
  }

  boolean(key: keyof Options & string, fallback: boolean): boolean {
    return check.boolean(this.#nameOf(key), this.#given[key], fallback);
  }

  name(key: keyof Options & string, fallback: string): string {
    return check.name(this.#nameOf(key), this.#given[key], fallback);
  }

  /** Without `fallback`, the first of those that are `allowed`. */
  oneOf<Value extends string>(
    key: keyof Options & string,
    allowed: readonly [Value, ...Value[]],
    fallback: Value = allowed[0],
  ): Value {
    return check.oneOf(this.#nameOf(key), this.#given[key], allowed, fallback);
  }

  /** An option that its reader checks. */
  get<Key extends keyof Options & string>(key: Key): Options[Key] {
    this.#nameOf(key);
    return this.#given[key];
  }

  /** Throws a `TypeError` where there are others: a misspelt option would be ignored in silence. */
  end(): void {
    check.keys(this.#name, this.#given, this.#known);
  }

  #nameOf(key: string): string {
    this.#known.push(key);
    return `${this.#name}.${key}`;
  }
}
