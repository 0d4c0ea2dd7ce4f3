interface Stream {
  /** What came in order. */
  text: string;
  /** The index of the piece that continues it. */
  next: number;
  /** Pieces behind a gap. */
  readonly held: Map<number, string>;
}

/** Answers that grow at once; more, and the one that is silent the longest is forgotten. */
const MOST_STREAMS = 100;
/** Pieces of one answer that wait for one before them. */
const MOST_HELD = 1000;

/**
 * Puts answers together from numbered pieces, however often and in whatever order they come: after a reconnect servers send
 * a stream again from its beginning. A gap is waited for; if it is never filled, the final text mends it.
 */
export class Streams {
  readonly #streams = new Map<string, Stream>();

  /** A piece has come. False where it changes nothing: it was here before, or it is behind a gap. */
  take(id: string, index: number, piece: string): boolean {
    const stream = this.#use(id);
    if (index < stream.next || (index > stream.next && stream.held.size >= MOST_HELD)) return false;
    stream.held.set(index, piece);
    const before = stream.next;
    for (;;) {
      const next = stream.held.get(stream.next);
      if (next === undefined) return stream.next > before;
      stream.held.delete(stream.next++);
      stream.text += next;
    }
  }

  /** What came of a stream; nothing where none is known. */
  textOf(id: string): string | undefined {
    return this.#streams.get(id)?.text;
  }

  /** The stream is over. */
  end(id: string): void {
    this.#streams.delete(id);
  }

  /** Puts it behind the others, as the one that was used last. */
  #use(id: string): Stream {
    const stream = this.#streams.get(id) ?? { text: '', next: 0, held: new Map<number, string>() };
    this.#streams.delete(id);
    this.#streams.set(id, stream);
    if (this.#streams.size > MOST_STREAMS) {
      const [silent] = this.#streams.keys();
      if (silent !== undefined) this.#streams.delete(silent);
    }
    return stream;
  }
}
