import type { TerminalBuffer, TerminalLabels } from 'chatwire/terminal';
import {
  computed,
  defineComponent,
  h,
  onMounted,
  onScopeDispose,
  shallowRef,
  watch,
  type PropType,
  type SlotsType,
  type VNode,
} from 'vue';
import { exportText, fileNameAt } from '../../terminal/exportText.ts';
import { terminalLabels } from '../../terminal/terminalLabels.ts';
import { initialView, TerminalViewStore, type TerminalView } from '../../terminal/terminalViewStore.ts';
import { TerminalRow } from './TerminalRow.ts';

/** What a {@link TerminalView} looks like, wherever the lines come from. */
export const TerminalPanel = defineComponent({
  name: 'TerminalPanel',
  props: {
    buffer: { type: Object as PropType<TerminalBuffer>, required: true },
    labels: { type: Object as PropType<Partial<TerminalLabels> | undefined>, default: undefined },
    fileName: { type: String as PropType<string | undefined>, default: undefined },
  },
  slots: Object as SlotsType<{ status?: object }>,
  setup(props, { slots }) {
    const store = new TerminalViewStore(props.buffer);
    // What a server renders has no lines either.
    const view = shallowRef(initialView);
    const viewport = shallowRef<HTMLElement>();
    useViewport(store, view, viewport);
    const words = computed(() => ({ ...terminalLabels, ...props.labels }));
    const save = () => exportText(props.buffer.toText(), props.fileName ?? fileNameAt(new Date()));

    return () => {
      const { dropped, isFollowing } = view.value;
      const button = (text: string, onClick: () => void, more = {}) =>
        h('button', { type: 'button', class: 'chatwire-button', onClick, ...more }, text);
      return h('section', { class: 'chatwire chatwire-terminal', 'aria-label': words.value.terminal }, [
        h('div', { class: 'chatwire-terminal-toolbar' }, [
          slots.status?.({}),
          searchBox(store, view.value, words.value),
          dropped > 0 && h('span', { class: 'chatwire-terminal-dropped' }, words.value.dropped(dropped)),
          h('div', { class: 'chatwire-terminal-actions' }, [
            button(words.value.follow, () => store.setFollowing(!isFollowing), {
              'aria-pressed': isFollowing,
            }),
            button(words.value.clear, store.clear),
            button(words.value.export, save),
          ]),
        ]),
        linesOf(store, view.value, { ref: viewport, 'aria-label': words.value.output }),
      ]);
    };
  },
});

/** Shows what the store has, tells it what the element measures, and scrolls where it says. */
function useViewport(
  store: TerminalViewStore,
  view: { value: TerminalView },
  viewport: { value: HTMLElement | undefined },
): void {
  onMounted(() => {
    const element = viewport.value;
    if (!element) return;
    const measure = () => {
      const line = element.querySelector('.chatwire-terminal-line');
      store.measured(element.clientHeight, line?.getBoundingClientRect().height ?? 0);
    };
    const show = () => (view.value = store.getView());
    show();
    const stop = store.subscribe(show);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    watch(
      // Again with the first line: before it there is none to measure.
      () => view.value.lines.length > 0,
      measure,
      { flush: 'post', immediate: true },
    );
    watch(
      () => view.value.scrollTo,
      (target) => {
        if (!target) return;
        element.scrollTop = target.top;
        const mark = target.isMatch && element.querySelector('[data-current]');
        if (mark) mark.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      },
      { flush: 'post', immediate: true },
    );
    onScopeDispose(() => {
      stop();
      observer.disconnect();
    });
  });
}

function searchBox(store: TerminalViewStore, view: TerminalView, words: TerminalLabels): VNode {
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') store.setQuery('');
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (event.shiftKey) store.previous();
    else store.next();
  };
  const step = (arrow: string, label: string, onClick: () => void) =>
    h(
      'button',
      {
        type: 'button',
        class: 'chatwire-button',
        'aria-label': label,
        disabled: view.matchCount === 0,
        onClick,
      },
      arrow,
    );
  return h('div', { class: 'chatwire-terminal-search', role: 'search' }, [
    h('input', {
      type: 'search',
      class: 'chatwire-terminal-query',
      'aria-label': words.search,
      placeholder: words.search,
      value: view.query,
      onInput: ({ target }: Event) => store.setQuery((target as HTMLInputElement).value),
      onKeydown: press,
    }),
    h(
      'span',
      { class: 'chatwire-terminal-matches', role: 'status' },
      view.query === '' ? '' : words.matches(view.matchPosition, view.matchCount),
    ),
    step('↑', words.previous, store.previous),
    step('↓', words.next, store.next),
  ]);
}

function linesOf(store: TerminalViewStore, view: TerminalView, attributes: object): VNode {
  const { lines, pattern, match, spaceBefore, spaceAfter } = view;
  const padding = { paddingBlockStart: `${spaceBefore}px`, paddingBlockEnd: `${spaceAfter}px` };
  const rows = lines.map((line) =>
    h(TerminalRow, {
      key: line.sequence,
      line,
      pattern,
      current: match?.sequence === line.sequence ? match.index : undefined,
    }),
  );
  return h(
    'div',
    {
      class: 'chatwire-terminal-viewport',
      role: 'log',
      // While the reader scrolls, old lines come into the document: they are no news.
      'aria-live': view.isFollowing && !view.isFlooded ? 'polite' : 'off',
      tabindex: 0,
      'data-following': view.isFollowing,
      onScroll: ({ currentTarget }: Event) => store.scrolled(currentTarget as HTMLElement),
      ...attributes,
    },
    [h('pre', { class: 'chatwire-terminal-lines', style: padding }, rows)],
  );
}
