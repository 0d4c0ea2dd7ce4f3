/** What is given to the stores is checked here, in the client's words (B32). */
export const check = {
  number(name: string, value: unknown, fallback: number, { min }: { min: number }): number {
    if (value === undefined) return fallback;
    if (typeof value === 'number' && value >= min) return value;
    throw new TypeError(`chatwire: ${name} must be a number from ${min}, not ${show(value)}`);
  },

  name(name: string, value: unknown): void {
    if (typeof value !== 'string' || !value)
      throw new TypeError(`chatwire: ${name} must be a text of 1 character or more, not ${show(value)}`);
  },

  /** No other keys: a misspelt option would be ignored in silence. */
  keys(name: string, value: unknown, allowed: readonly string[]): void {
    if (typeof value !== 'object' || value === null)
      throw new TypeError(`chatwire: ${name} must be an object, not ${show(value)}`);
    const unknown = Object.keys(value).find((key) => !allowed.includes(key));
    if (unknown === undefined) return;
    throw new TypeError(`chatwire: ${name} has no option '${unknown}'. Known: ${allowed.join(', ')}`);
  },
};

function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return value === null ? 'null' : `of type ${typeof value}`;
}
