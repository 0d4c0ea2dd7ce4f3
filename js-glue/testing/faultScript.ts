import { milliseconds, type Duration } from './duration.ts';
import type { MockServer } from './mockServer.ts';

const faults = [
  ...(['close', 'cut', 'halfOpen', 'resume', 'offline', 'online'] as const),
  ...(['accept', 'refuse', 'ignore', 'delay', 'send', 'sendFrame'] as const),
] satisfies readonly (keyof MockServer)[];
type Fault = (typeof faults)[number];

/** What a server can be told to do later: what it can be told to do. Each gives back the script, to go on with. */
export type PlannedFaults = {
  readonly [Name in Fault]: (...args: Parameters<MockServer[Name]>) => FaultScript;
} & {
  /** Anything else. */
  readonly call: (action: () => void) => FaultScript;
};

/** A line of faults. */
export interface FaultScript {
  /** Counted from the beginning of the script. */
  at(duration: Duration): PlannedFaults;
}

/** @param from The beginning of the script, by the server's clock. */
export function plannedFaults(
  server: MockServer,
  duration: Duration,
  from = server.clock.now(),
): PlannedFaults {
  const due = from + milliseconds(duration);
  const call = (action: () => void): FaultScript => {
    server.clock.setTimeout(action, due - server.clock.now());
    return { at: (next) => plannedFaults(server, next, from) };
  };
  const plan =
    (name: Fault) =>
    (...args: unknown[]) =>
      call(() => (server[name] as (...args: unknown[]) => void)(...args));
  return Object.fromEntries([['call', call], ...faults.map((name) => [name, plan(name)])]) as PlannedFaults;
}
