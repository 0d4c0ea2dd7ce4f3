type Callback = () => void;

interface Platform {
  /** `clock`: a fake one. */
  setImmediate?: ((callback: Callback) => unknown) & { clock?: unknown };
  MessageChannel?: new () => { port1: MessagePort; port2: MessagePort };
  setTimeout: (callback: Callback) => unknown;
}

const { setImmediate, MessageChannel, setTimeout } = globalThis as unknown as Platform;
const run = chooseRun();

/**
 * Waits for a task of the platform's own: all that promises have to do is done by then. Fake timers do not hold it up, for
 * they are put in place later than this file is loaded, or are not used here.
 */
export function realTask(): Promise<void> {
  return new Promise(run);
}

function chooseRun(): (callback: Callback) => void {
  if (setImmediate && !setImmediate.clock) return (callback) => void setImmediate(callback);
  // jsdom in Jest has neither.
  if (!MessageChannel) return (callback) => void setTimeout(callback);
  return (callback) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      callback();
    };
    port2.postMessage(null);
  };
}
