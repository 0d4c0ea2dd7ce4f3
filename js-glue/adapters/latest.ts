/** What an option is now: a value, or what its function gives. */
export function latest<Value, Rest extends unknown[]>(
  option: Value | ((...rest: Rest) => Value | Promise<Value>),
  ...rest: Rest
): Value | Promise<Value> {
  return typeof option === 'function'
    ? (option as (...rest: Rest) => Value | Promise<Value>)(...rest)
    : option;
}
