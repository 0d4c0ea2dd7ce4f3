import type { TerminalBuffer, TerminalLabels } from 'chatwire/terminal';
import { useMemo, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { exportText, fileNameAt } from '../../terminal/exportText.ts';
import { terminalLabels } from '../../terminal/terminalLabels.ts';
import { initialView, TerminalViewStore, type TerminalView } from '../../terminal/terminalViewStore.ts';
import { useStream } from '../useStream.ts';
import { TerminalRow } from './TerminalRow.tsx';
import { useBeforePaint } from './useBeforePaint.ts';

interface TerminalPanelProps {
  buffer: TerminalBuffer;
  status?: ReactNode;
  labels?: Partial<TerminalLabels> | undefined;
  fileName?: string | undefined;
}

/** What a {@link TerminalView} looks like, wherever the lines come from. */
export function TerminalPanel({ buffer, status, labels, fileName }: TerminalPanelProps): ReactElement {
  const store = useMemo(() => new TerminalViewStore(buffer), [buffer]);
  const view = useStream(store.subscribe, store.getView, () => initialView);
  const words = { ...terminalLabels, ...labels };
  const save = () => exportText(buffer.toText(), fileName ?? fileNameAt(new Date()));

  return (
    <section className="chatwire chatwire-terminal" aria-label={words.terminal}>
      <div className="chatwire-terminal-toolbar">
        {status}
        <TerminalSearchBox store={store} view={view} words={words} />
        {view.dropped > 0 && <span className="chatwire-terminal-dropped">{words.dropped(view.dropped)}</span>}
        <div className="chatwire-terminal-actions">
          <button
            type="button"
            className="chatwire-button"
            aria-pressed={view.isFollowing}
            onClick={() => store.setFollowing(!view.isFollowing)}
          >
            {words.follow}
          </button>
          <button type="button" className="chatwire-button" onClick={store.clear}>
            {words.clear}
          </button>
          <button type="button" className="chatwire-button" onClick={save}>
            {words.export}
          </button>
        </div>
      </div>
      <TerminalLines store={store} view={view} label={words.output} />
    </section>
  );
}

interface PartProps {
  store: TerminalViewStore;
  view: TerminalView;
}

function TerminalSearchBox({ store, view, words }: PartProps & { words: TerminalLabels }): ReactElement {
  const isEmpty = view.matchCount === 0;
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') store.setQuery('');
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (event.shiftKey) store.previous();
    else store.next();
  };
  return (
    <div className="chatwire-terminal-search" role="search">
      <input
        type="search"
        className="chatwire-terminal-query"
        aria-label={words.search}
        placeholder={words.search}
        value={view.query}
        onChange={({ target }) => store.setQuery(target.value)}
        onKeyDown={press}
      />
      <span className="chatwire-terminal-matches" role="status">
        {view.query !== '' && words.matches(view.matchPosition, view.matchCount)}
      </span>
      <button
        type="button"
        className="chatwire-button"
        aria-label={words.previous}
        disabled={isEmpty}
        onClick={store.previous}
      >
        ↑
      </button>
      <button
        type="button"
        className="chatwire-button"
        aria-label={words.next}
        disabled={isEmpty}
        onClick={store.next}
      >
        ↓
      </button>
    </div>
  );
}

function TerminalLines({ store, view, label }: PartProps & { label: string }): ReactElement {
  const viewport = useRef<HTMLDivElement>(null);
  const { lines, pattern, match, scrollTo, spaceBefore, spaceAfter } = view;
  const isEmpty = lines.length === 0;

  useBeforePaint(() => {
    const element = viewport.current;
    if (!element || !scrollTo) return;
    element.scrollTop = scrollTo.top;
    const mark = scrollTo.isMatch && element.querySelector('[data-current]');
    if (mark) mark.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [scrollTo]);

  // Again with the first line: before it there is none to measure.
  useBeforePaint(() => {
    const element = viewport.current;
    if (!element) return;
    const measure = () => {
      const line = element.querySelector('.chatwire-terminal-line');
      store.measured(element.clientHeight, line?.getBoundingClientRect().height ?? 0);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [store, isEmpty]);

  return (
    <div
      ref={viewport}
      className="chatwire-terminal-viewport"
      role="log"
      aria-label={label}
      // While the reader scrolls, old lines come into the document: they are no news.
      aria-live={view.isFollowing && !view.isFlooded ? 'polite' : 'off'}
      tabIndex={0}
      data-following={view.isFollowing}
      onScroll={({ currentTarget }) => store.scrolled(currentTarget)}
    >
      <pre
        className="chatwire-terminal-lines"
        style={{ paddingBlockStart: spaceBefore, paddingBlockEnd: spaceAfter }}
      >
        {lines.map((line) => (
          <TerminalRow
            key={line.sequence}
            line={line}
            pattern={pattern}
            current={match?.sequence === line.sequence ? match.index : undefined}
          />
        ))}
      </pre>
    </div>
  );
}
