import type { StoredFrame } from './handle.ts';

/** Texts whose numbers follow each other. */
export interface TextChunk {
  /** The number behind the last one. */
  readonly end: number;
  newestFirst(): Iterable<StoredFrame>;
}
