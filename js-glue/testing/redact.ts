/**
 * What is to be recorded of a frame: the frame, or one in its place; `undefined` leaves it out. A hook that throws leaves
 * it out too, and the client tells the error.
 */
export type Redact = (
  data: string | ArrayBuffer,
  direction: 'in' | 'out',
) => string | ArrayBuffer | undefined;

const SECRETS = /token|secret|password|passphrase|credential|authorization|api[-_]?key|cookie|jwt|signature/i;

/**
 * A hook that puts `[redacted]` in the place of each member whose name has the pattern in it, at any depth. What is no JSON
 * stays as it is.
 *
 * @param names Default: names that speak of tokens, passwords, keys, cookies and signatures.
 */
export function redactMembers(names = SECRETS): Redact {
  // A pattern with the flag g or y would remember where it was.
  const pattern = new RegExp(names.source, names.flags.replace(/[gy]/g, ''));
  return (data) => {
    if (typeof data !== 'string') return data;
    const found = new Set<string>();
    const reviver = (name: string, value: unknown) => {
      if (!pattern.test(name)) return value;
      found.add(name);
      return '[redacted]';
    };
    try {
      const redacted: unknown = JSON.parse(data, reviver);
      // Else as it came, spaces and all.
      return found.size > 0 ? JSON.stringify(redacted) : data;
    } catch {
      return data;
    }
  };
}
