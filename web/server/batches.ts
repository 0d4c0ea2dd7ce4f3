/** Several messages in one frame, as a client asked for it in the address: `?batch=16&batch_ms=20&batch_form=lines`. */
export interface BatchOptions {
  /** So many messages at most, from 2 to 1000. */
  readonly count: number;
  /** So long a message waits for others, in milliseconds, from 0 to 1000. */
  readonly delay: number;
  /** A JSON array, or one message per line. */
  readonly form: 'array' | 'lines';
}

/** What the address asks for; undefined: a frame for each message, also where it asks for nonsense. */
export function batchOptions({ searchParams }: URL): BatchOptions | undefined {
  const count = Number(searchParams.get('batch'));
  const delay = Number(searchParams.get('batch_ms') ?? 20);
  if (!(count >= 2 && count <= 1000 && delay >= 0 && delay <= 1000)) return undefined;
  return { count, delay, form: searchParams.get('batch_form') === 'lines' ? 'lines' : 'array' };
}

/** Collects texts, and sends them as one frame when they are enough, or have waited long enough. */
export class Batcher {
  readonly #options: BatchOptions;
  readonly #send: (frame: string) => void;
  #texts: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BatchOptions, send: (frame: string) => void) {
    this.#options = options;
    this.#send = send;
  }

  add(text: string): void {
    this.#texts.push(text);
    if (this.#texts.length >= this.#options.count) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#options.delay);
  }

  flush(): void {
    const texts = this.drop();
    if (texts.length > 0) this.#send(this.#options.form === 'lines' ? texts.join('\n') : `[${texts.join()}]`);
  }

  /** Gives up what waits. */
  drop(): string[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#texts.splice(0);
  }
}
