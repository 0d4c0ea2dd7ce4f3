/** Milliseconds, or a text such as `'250ms'`, `'1.5s'`, `'10m'` or `'2h'`. */
export type Duration = number | `${number}${keyof typeof units}`;

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const FORM = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

/** @throws TypeError for what is no duration, or lies in the past. */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number' && duration >= 0) return duration;
  const [, amount, unit] = FORM.exec(String(duration)) ?? [];
  if (amount !== undefined && unit !== undefined) return Number(amount) * units[unit as keyof typeof units];
  throw new TypeError(
    `chatwire/testing: a duration is a number of milliseconds or a text such as '250ms', '1.5s', '10m' or '2h', not '${String(duration)}'`,
  );
}
