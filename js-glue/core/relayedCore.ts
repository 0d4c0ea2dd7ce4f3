import {
  normalTerms,
  type CoreCommands,
  type CoreHandle,
  type CoreRequest,
  type CoreStats,
  type Hint,
  type OutboxTerms,
  type StoredFrame,
  type StoredFrameQuery,
} from './handle.ts';
import type { OutgoingMessage } from './outgoing.ts';

/** A call of one of the core's commands, as data: it can be kept, or posted to another thread. */
export type Command = {
  [Name in keyof CoreCommands]: readonly [name: Name, ...parameters: Parameters<CoreCommands[Name]>];
}[keyof CoreCommands];

/** Calls a command by its name. */
export function perform(core: CoreCommands, [name, ...parameters]: Command): void {
  (core[name] as (...parameters: unknown[]) => void)(...parameters);
}

/** A core that does nothing itself: it hands its commands on, as data. A new command is written down here, once for all. */
export abstract class RelayedCore implements CoreHandle {
  protected abstract relay(command: Command): void;
  abstract history(query: StoredFrameQuery): StoredFrame[];
  abstract stats(): CoreStats;
  abstract destroy(): void;

  connect(call = 0): void {
    this.relay(['connect', call]);
  }

  disconnect(code: number, reason: string): void {
    this.relay(['disconnect', code, reason]);
  }

  send(receipt: number, frame: OutgoingMessage, terms = normalTerms): void {
    this.relay(['send', receipt, frame, terms]);
  }

  cancel(receipt: number): void {
    this.relay(['cancel', receipt]);
  }

  request(request: CoreRequest, terms = normalTerms): void {
    this.relay(['request', request, terms]);
  }

  cancelRequest(request: number): void {
    this.relay(['cancelRequest', request]);
  }

  matched(request: number): void {
    this.relay(['matched', request]);
  }

  hint(hint: Hint): void {
    this.relay(['hint', hint]);
  }

  dial(
    generation: number,
    url: string,
    protocols: string[],
    headers: Readonly<Record<string, string>>,
  ): void {
    this.relay(['dial', generation, url, protocols, headers]);
  }

  authenticate(generation: number, type: string, payload: string, lifetime: number): void {
    this.relay(['authenticate', generation, type, payload, lifetime]);
  }

  withhold(generation: number, isFinal: boolean): void {
    this.relay(['withhold', generation, isFinal]);
  }

  renewCredentials(): void {
    this.relay(['renewCredentials']);
  }

  decideRetry(generation: number, again: boolean | undefined): void {
    this.relay(['decideRetry', generation, again]);
  }

  subscribe(type: string, route: number): void {
    this.relay(['subscribe', type, route]);
  }

  unsubscribe(type: string): void {
    this.relay(['unsubscribe', type]);
  }

  wantAll(wanted: boolean): void {
    this.relay(['wantAll', wanted]);
  }

  clearHistory(): void {
    this.relay(['clearHistory']);
  }

  tap(wanted: boolean): void {
    this.relay(['tap', wanted]);
  }
}

/** What is left of a message's time to live, and of a request's time, after so many milliseconds of waiting for the core. */
export function aged(command: Command, waited: number): Command {
  switch (command[0]) {
    case 'send': {
      const [name, receipt, frame, terms] = command;
      return [name, receipt, frame, agedTerms(terms, waited)];
    }
    case 'request': {
      const [name, request, terms] = command;
      const timeout = Math.max(0, request.timeout - waited);
      return [name, { ...request, timeout }, agedTerms(terms, waited)];
    }
    default:
      return command;
  }
}

function agedTerms(terms = normalTerms, waited: number): OutboxTerms {
  return terms.ttl === Infinity ? terms : { ...terms, ttl: Math.max(0, terms.ttl - waited) };
}
