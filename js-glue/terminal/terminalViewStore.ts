import type { ChangeListener } from '../adapters/changeListener.ts';
import { FrameScheduler } from '../adapters/frameScheduler.ts';
import { MAX_ROWS, rowWindow } from '../adapters/rowWindow.ts';
import type { TerminalBuffer } from './terminalBuffer.ts';
import type { TerminalLine } from './terminalLine.ts';
import { TerminalSearch, type TerminalMatch } from './terminalSearch.ts';

/** What a terminal view shows; a new object whenever something in it changed, at most once per animation frame. */
export interface TerminalView {
  /** The lines that can be seen, and some around them. */
  readonly lines: readonly TerminalLine[];
  /** How much room the lines above and below need, in CSS pixels. */
  readonly spaceBefore: number;
  readonly spaceAfter: number;
  /** How many lines there are, and how many had to make room. */
  readonly lineCount: number;
  readonly dropped: number;
  /** Newest lines stay in sight. */
  readonly isFollowing: boolean;
  /** So much comes at once that to read it aloud makes no sense. */
  readonly isFlooded: boolean;
  readonly query: string;
  readonly pattern: RegExp | undefined;
  readonly matchCount: number;
  readonly match: TerminalMatch | undefined;
  /** Which match that is, from 1; 0 while there is none. */
  readonly matchPosition: number;
  /** Where to scroll to: once for each object. */
  readonly scrollTo: ScrollTarget | undefined;
}

export interface ScrollTarget {
  /** In CSS pixels; beyond the end means the end. */
  readonly top: number;
  /** Bring the current match into sight, sideways too. */
  readonly isMatch: boolean;
}

/** What the view's scrolling element measures, in CSS pixels. */
export interface Viewport {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** What is assumed before anything is measured. */
const LINE_HEIGHT = 20;
const VIEW_HEIGHT = 400;
/** More new lines than this in a frame are a flood. */
const READABLE_LINES = 5;

export const initialView: TerminalView = Object.freeze({
  lines: [],
  spaceBefore: 0,
  spaceAfter: 0,
  lineCount: 0,
  dropped: 0,
  isFollowing: true,
  isFlooded: false,
  query: '',
  pattern: undefined,
  matchCount: 0,
  match: undefined,
  matchPosition: 0,
  scrollTo: undefined,
});

/**
 * What a terminal view of any framework shows of a buffer: a window of its lines, where it stands, and what is searched for. The
 * framework renders `getView()`, tells what it measures, and scrolls where it is told to.
 *
 * The newest lines stay in sight until the reader scrolls up, and again from when he is back at the bottom (S2.37, S2.48, S2.88).
 * While he reads further up, the lines that he sees stay where they are, also when older ones are dropped.
 */
export class TerminalViewStore {
  readonly #buffer: TerminalBuffer;
  readonly #search: TerminalSearch;
  readonly #listeners = new Set<ChangeListener>();
  readonly #frames = new FrameScheduler(() => this.#show(undefined, !this.#hasReaderMoved));
  #stop: (() => void) | undefined;
  #view = initialView;
  #scrollTop = 0;
  #height = VIEW_HEIGHT;
  #lineHeight = LINE_HEIGHT;
  #isFollowing = true;
  /** Since it was shown last. */
  #hasReaderMoved = false;
  /** Of the buffer when it was shown last. */
  #firstSequence: number;
  #newest: number;

  constructor(buffer: TerminalBuffer) {
    this.#buffer = buffer;
    this.#search = new TerminalSearch(buffer);
    this.#firstSequence = buffer.firstSequence;
    this.#newest = this.#lastSequence;
    this.#show();
  }

  readonly subscribe = (listener: ChangeListener): (() => void) => {
    const entry: ChangeListener = (isStreamed) => listener(isStreamed);
    this.#listeners.add(entry);
    // What came while nobody listened is shown too.
    this.#frames.request();
    this.#stop ??= this.#buffer.subscribe(() => this.#frames.request());
    return () => {
      this.#listeners.delete(entry);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
      this.#frames.cancel();
    };
  };

  readonly getView = (): TerminalView => this.#view;

  /** The element was scrolled, by whomever. */
  scrolled({ scrollTop, scrollHeight, clientHeight }: Viewport): void {
    const isAtEnd = scrollHeight - clientHeight - scrollTop < this.#lineHeight;
    // Who follows is scrolled to the end with each new line.
    const isMove = isAtEnd ? !this.#isFollowing : scrollTop !== this.#scrollTop;
    this.#hasReaderMoved ||= isMove;
    this.#scrollTop = scrollTop;
    this.#isFollowing = isAtEnd;
    this.measured(clientHeight, this.#lineHeight);
    this.#frames.request();
  }

  /** How high the element and a line are now. Nothing that is not laid out has a height: then what was known counts. */
  measured(clientHeight: number, lineHeight: number): void {
    const each = lineHeight || this.#lineHeight;
    const height = Math.min(clientHeight || this.#height, MAX_ROWS * each);
    if (height === this.#height && each === this.#lineHeight) return;
    this.#height = height;
    this.#lineHeight = each;
    this.#hasReaderMoved = true;
    this.#frames.request();
  }

  setFollowing(isFollowing: boolean): void {
    this.#isFollowing = isFollowing;
    this.#show();
  }

  /** Searches, and marks what it finds. An empty text ends it. */
  setQuery(query: string): void {
    this.#search.setQuery(query);
    this.#show();
  }

  /** Shows the next match; the first in sight where there is none yet. */
  readonly next = (): void => this.#reveal(this.#search.next(this.#firstVisible));

  readonly previous = (): void => this.#reveal(this.#search.previous(this.#firstVisible + this.#visibleRows));

  readonly clear = (): void => {
    this.#isFollowing = true;
    this.#buffer.clear();
    this.#show();
  };

  get #lastSequence(): number {
    return this.#buffer.firstSequence + this.#buffer.length - 1;
  }

  get #visibleRows(): number {
    return Math.ceil(this.#height / this.#lineHeight);
  }

  /** The `sequence` of the first line in sight. */
  get #firstVisible(): number {
    const rows = Math.floor(this.#scrollTop / this.#lineHeight);
    return this.#buffer.firstSequence + Math.max(0, Math.min(rows, this.#buffer.length - 1));
  }

  #reveal(match: TerminalMatch | undefined): void {
    if (!match) return;
    this.#isFollowing = false;
    const top = (match.sequence - this.#buffer.firstSequence) * this.#lineHeight;
    const isVisible = top >= this.#scrollTop && top + this.#lineHeight <= this.#scrollTop + this.#height;
    this.#show({ top: isVisible ? this.#scrollTop : Math.max(0, top - this.#height / 2), isMatch: true });
  }

  /** @param scrollTo Where to scroll to, if not where the reader is. */
  #show(scrollTo?: ScrollTarget, isStreamed = false): void {
    this.#frames.cancel();
    this.#hasReaderMoved = false;
    this.#search.update();
    const { length, dropped, firstSequence } = this.#buffer;
    const arrived = this.#lastSequence - this.#newest;
    const top = scrollTo?.top ?? this.#wantedTop();
    const isElsewhere = top !== this.#scrollTop || (this.#isFollowing && arrived > 0);
    this.#firstSequence = firstSequence;
    this.#newest = this.#lastSequence;
    this.#scrollTop = top;

    const { from, to } = rowWindow(length, { top, height: this.#height, rowHeight: this.#lineHeight });
    // The very bottom is the browser's to know.
    const target = { top: this.#isFollowing ? length * this.#lineHeight : top, isMatch: false };
    const view = {
      lines: this.#buffer.lines(from, to),
      spaceBefore: from * this.#lineHeight,
      spaceAfter: (length - to) * this.#lineHeight,
      lineCount: length,
      dropped,
      isFollowing: this.#isFollowing,
      isFlooded: arrived > READABLE_LINES,
      query: this.#search.query,
      pattern: this.#search.pattern,
      matchCount: this.#search.count,
      match: this.#search.current,
      matchPosition: this.#search.position,
      scrollTo: scrollTo ?? (isElsewhere ? target : this.#view.scrollTo),
    };
    this.#tell(view, isStreamed);
  }

  /** The bottom, or the place of the line that is read: lines that were dropped do not move it. */
  #wantedTop(): number {
    const height = this.#buffer.length * this.#lineHeight;
    const bottom = Math.max(0, height - this.#height);
    if (this.#isFollowing) return bottom;
    const gone = this.#buffer.firstSequence - this.#firstSequence;
    return Math.max(0, this.#scrollTop - gone * this.#lineHeight);
  }

  #tell(view: TerminalView, isStreamed: boolean): void {
    if (isSame(view, this.#view)) return;
    this.#view = Object.freeze(view);
    for (const listener of [...this.#listeners]) listener(isStreamed);
  }
}

function isSame(a: TerminalView, b: TerminalView): boolean {
  const { lines, ...rest } = a;
  const hasSameLines =
    lines.length === b.lines.length && lines.every((line, index) => line === b.lines[index]);
  return hasSameLines && Object.entries(rest).every(([key, value]) => value === b[key as keyof TerminalView]);
}
