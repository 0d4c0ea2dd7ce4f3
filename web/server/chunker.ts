/** The largest chunk, in bytes of UTF-8 (S2.87). */
const MAX_BYTES = 1024;
/** A character waits no longer for others than this. */
const MAX_WAIT_MS = 500;

/**
 * Collects text and hands it on in chunks: as soon as a kilobyte is full, and at the latest half a second after its first
 * character (S2.87). Chunks end anywhere in a line, but never inside a code point.
 */
export class Chunker {
  readonly #onChunk: (text: string) => void;
  #rest = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(onChunk: (text: string) => void) {
    this.#onChunk = onChunk;
  }

  write(text: string): void {
    this.#rest += text;
    for (let end = fullChunk(this.#rest); end > 0; end = fullChunk(this.#rest)) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#onChunk(this.#rest.slice(0, end));
      this.#rest = this.#rest.slice(end);
    }
    if (this.#rest !== '') this.#timer ??= setTimeout(() => this.flush(), MAX_WAIT_MS);
  }

  /** Hands on what there is. */
  flush(): void {
    const rest = this.drop();
    if (rest !== '') this.#onChunk(rest);
  }

  /** Gives up what there is, and returns it. */
  drop(): string {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const rest = this.#rest;
    this.#rest = '';
    return rest;
  }
}

/** Where the first chunk of a text ends; 0: it is not full yet. */
function fullChunk(text: string): number {
  let bytes = 0;
  let end = 0;
  for (const point of text) {
    bytes += Buffer.byteLength(point);
    if (bytes > MAX_BYTES) return end;
    end += point.length;
    if (bytes === MAX_BYTES) return end;
  }
  return 0;
}
