import type { Toast, UiActions, UiState } from 'chatwire/stores';
import { useEffect, useRef, useState, type FocusEvent, type ReactElement } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import { useCountdown } from './useCountdown.ts';
import { useStore, type ReadableStore } from '../useStore.ts';

/** What {@link Toasts} says, for other languages. */
export interface ToastsLabels {
  /** The name of the region. */
  region: string;
  dismiss: string;
  /** How many older ones are not shown. */
  more: (count: number) => string;
}

const english: ToastsLabels = {
  region: 'Notifications',
  dismiss: 'Dismiss',
  more: (count) => `${count} more`,
};

/** Properties of `Toasts`. */
export interface ToastsProps {
  /** Made by `createUiStore()`. */
  store: ReadableStore<Pick<UiState, 'toasts'> & Pick<UiActions, 'dismissToast'>>;
  /** How many are shown at a time: the newest ones. Default 4. */
  max?: number | undefined;
  /** Other words. Default: English ones. */
  labels?: Partial<ToastsLabels> | undefined;
}

/**
 * Shows what the user should see now (S0.19, S0.32), and takes each away when its time is over. Time stands still under the
 * pointer, with the focus inside and in a hidden page (WCAG 2.2.1). Errors and warnings interrupt a screen reader, the others wait.
 * Escape dismisses the one that has the focus.
 */
export function Toasts({ store, max = 4, labels }: ToastsProps): ReactElement {
  const words = { ...english, ...labels };
  const toasts = useStore(store, (state) => state.toasts);
  const shown = toasts.slice(-max);
  const hidden = toasts.length - shown.length;
  const { place, isPaused, handlers, leave } = usePause();

  const dismiss = (id: string) => {
    leave(toasts.length === 1);
    store.getState().dismissToast(id);
  };

  return (
    <section
      ref={place}
      className="chatwire chatwire-toasts"
      aria-label={words.region}
      tabIndex={-1}
      {...handlers}
    >
      {hidden > 0 && <p className="chatwire-toasts-more">{words.more(hidden)}</p>}
      {shown.map((toast) => (
        <ToastCard
          key={toast.id}
          toast={toast}
          isPaused={isPaused}
          dismissLabel={words.dismiss}
          onDismiss={dismiss}
          onEnd={(id) => store.getState().dismissToast(id)}
        />
      ))}
    </section>
  );
}

const icons: Record<Toast['level'], IconName> = {
  info: 'info',
  success: 'check',
  warning: 'alert',
  error: 'alert',
};

interface ToastCardProps {
  toast: Toast;
  isPaused: boolean;
  dismissLabel: string;
  /** The user wants it to go. */
  onDismiss: (id: string) => void;
  /** Its time is over. */
  onEnd: (id: string) => void;
}

function ToastCard({ toast, isPaused, dismissLabel, onDismiss, onEnd }: ToastCardProps): ReactElement {
  const { id, level, title, message, duration } = toast;
  useCountdown(duration, isPaused, () => onEnd(id));
  return (
    <div
      className="chatwire-toast"
      role={level === 'error' || level === 'warning' ? 'alert' : 'status'}
      data-level={level}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDismiss(id);
      }}
    >
      <Icon name={icons[level]} />
      <div>
        {title && <p className="chatwire-toast-title">{title}</p>}
        <p className="chatwire-toast-text">{message}</p>
      </div>
      <button
        type="button"
        className="chatwire-toast-dismiss"
        aria-label={dismissLabel}
        onClick={() => onDismiss(id)}
      >
        <Icon name="cross" />
      </button>
    </div>
  );
}

/** Whether somebody looks at the toasts, or nobody can. */
function usePause() {
  const place = useRef<HTMLElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const [isUnderPointer, setIsUnderPointer] = useState(false);
  const [hasFocus, setHasFocus] = useState(false);
  const isHidden = usePageHidden();

  const isOutside = (element: EventTarget | null) => !place.current?.contains(element as Node | null);
  const handlers = {
    // Also a move: after a toast has gone, the pointer may be above the next one without having entered anything.
    onPointerMove: () => setIsUnderPointer(true),
    onPointerLeave: () => setIsUnderPointer(false),
    onFocus: ({ relatedTarget }: FocusEvent) => {
      if (isOutside(relatedTarget)) cameFrom.current = relatedTarget;
      setHasFocus(true);
    },
    onBlur: ({ relatedTarget }: FocusEvent) => setHasFocus(!isOutside(relatedTarget)),
  };

  /** What has the focus, or the pointer above it, goes away. */
  const leave = (isLast: boolean) => {
    setIsUnderPointer(false);
    if (isOutside(document.activeElement)) return;
    const next = isLast ? cameFrom.current : place.current;
    if (next instanceof HTMLElement) next.focus();
    if (isLast) setHasFocus(false);
  };

  return { place, isPaused: isUnderPointer || hasFocus || isHidden, handlers, leave };
}

function usePageHidden(): boolean {
  const [isHidden, setIsHidden] = useState(false);
  useEffect(() => {
    const look = () => setIsHidden(document.visibilityState === 'hidden');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isHidden;
}
