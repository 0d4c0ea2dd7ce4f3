import type { Emitter } from './emitter.ts';
import { ChatwireError } from './errors.ts';
import type { ClientEvents } from './events.ts';

/** Tells what a function of the application threw: by the event `error`, else on the console. */
export function throwReporter(events: () => Emitter<ClientEvents>): (cause: unknown) => void {
  let isReporting = false;
  return (cause) => {
    const error = new ChatwireError('HANDLER_THREW', { detail: 'A handler threw', cause });
    // Nobody listens, or the listener for errors is the one that throws: the console is the last to hear of it.
    if (isReporting || !events().has('error')) return console.error(error);
    isReporting = true;
    events().emit('error', error);
    isReporting = false;
  };
}
