// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { Toasts } from 'chatwire/react/components';
import type { Toast } from 'chatwire/stores';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { violations } from '../../../support/accessibility.ts';

interface State {
  toasts: readonly Toast[];
  dismissToast: (id: string) => void;
}

const toast = (id: string, change: Partial<Toast> = {}): Toast => ({
  ...{ id, level: 'info', message: `Toast ${id}`, duration: 1000 },
  ...change,
});

function storeOf(...toasts: Toast[]) {
  return createStore<State>((set) => ({
    toasts,
    dismissToast: (id) => set((state) => ({ toasts: state.toasts.filter((each) => each.id !== id) })),
  }));
}

const shown = () => [...document.querySelectorAll('.chatwire-toast-text')].map((each) => each.textContent);
const region = () => screen.getByRole('region', { name: 'Notifications' });
const pass = (milliseconds: number) => act(() => void vi.advanceTimersByTime(milliseconds));
const dismissButton = () => screen.getAllByRole('button', { name: 'Dismiss' });

describe('Toasts', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });

  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it('S0.32: shows a toast as soon as the store has it, and takes it away when its time is over', () => {
    const store = storeOf();
    render(<Toasts store={store} />);
    expect(shown()).toEqual([]);
    act(() => store.setState({ toasts: [toast('a', { title: 'Lost' }), toast('b', { duration: 3000 })] }));
    expect(region().textContent).toContain('Lost');
    pass(999);
    expect(shown()).toEqual(['Toast a', 'Toast b']);
    pass(1);
    expect(shown()).toEqual(['Toast b']);
    pass(2000);
    expect(store.getState().toasts).toEqual([]);
  });

  it('S0.19: interrupts a screen reader for what is wrong, and for nothing else', () => {
    render(
      <Toasts
        store={storeOf(
          toast('error', { level: 'error' }),
          toast('warning', { level: 'warning' }),
          toast('info'),
          toast('success', { level: 'success' }),
        )}
      />,
    );
    const texts = (role: string) => screen.getAllByRole(role).map((each) => each.textContent);
    expect(texts('alert')).toEqual(['Toast error', 'Toast warning']);
    expect(texts('status')).toEqual(['Toast info', 'Toast success']);
  });

  it('keeps one for ever whose time never ends', () => {
    render(<Toasts store={storeOf(toast('a', { duration: Infinity }))} />);
    pass(2 ** 31);
    expect(shown()).toEqual(['Toast a']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops the time under the pointer, and goes on where it stopped', () => {
    render(<Toasts store={storeOf(toast('a'))} />);
    pass(600);
    fireEvent.pointerMove(region());
    pass(10_000);
    expect(shown()).toEqual(['Toast a']);
    fireEvent.pointerLeave(region());
    pass(399);
    expect(shown()).toEqual(['Toast a']);
    pass(1);
    expect(shown()).toEqual([]);
  });

  it('stops the time while the focus is inside, and in a hidden page', () => {
    render(<Toasts store={storeOf(toast('a'))} />);
    act(() => dismissButton()[0]!.focus());
    pass(10_000);
    act(() => dismissButton()[0]!.blur());
    pass(500);
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    fireEvent(document, new Event('visibilitychange'));
    pass(10_000);
    expect(shown()).toEqual(['Toast a']);
    visibility.mockRestore();
    fireEvent(document, new Event('visibilitychange'));
    pass(500);
    expect(shown()).toEqual([]);
  });

  it('is dismissed by its button or by Escape, and hands the focus on, at last to where it came from', () => {
    const store = storeOf(toast('a'), toast('b'));
    render(
      <>
        <input aria-label="Message" />
        <Toasts store={store} />
      </>,
    );
    const input = screen.getByLabelText('Message');
    act(() => input.focus());
    act(() => dismissButton()[0]!.focus());
    fireEvent.click(dismissButton()[0]!);
    expect(shown()).toEqual(['Toast b']);
    expect(document.activeElement).toBe(region());
    act(() => dismissButton()[0]!.focus());
    fireEvent.keyDown(dismissButton()[0]!, { key: 'Escape' });
    expect(shown()).toEqual([]);
    expect(document.activeElement).toBe(input);
  });

  it('goes on with the time of the others when the one under the pointer is dismissed', () => {
    render(<Toasts store={storeOf(toast('a'), toast('b'))} />);
    fireEvent.pointerMove(region());
    fireEvent.click(dismissButton()[0]!);
    pass(1000);
    expect(shown()).toEqual([]);
  });

  it('shows the newest few, and how many more there are', () => {
    const store = storeOf(...['a', 'b', 'c', 'd'].map((id) => toast(id, { duration: Infinity })));
    render(<Toasts store={store} max={2} labels={{ more: (count) => `noch ${count}` }} />);
    expect(shown()).toEqual(['Toast c', 'Toast d']);
    expect(region().textContent).toContain('noch 2');
    fireEvent.click(dismissButton()[1]!);
    expect(shown()).toEqual(['Toast b', 'Toast c']);
  });

  it('leaves no timer behind, also under StrictMode', () => {
    const { unmount } = render(
      <StrictMode>
        <Toasts store={storeOf(toast('a'), toast('b'))} />
      </StrictMode>,
    );
    expect(vi.getTimerCount()).toBe(2);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('S10: shows markup as the text that it is', () => {
    render(<Toasts store={storeOf(toast('a', { message: '<img src=x onerror=alert(1)>' }))} />);
    expect(shown()).toEqual(['<img src=x onerror=alert(1)>']);
    expect(document.querySelector('img')).toBeNull();
  });

  it('renders on a server', () => {
    const complaints = vi.spyOn(console, 'error');
    expect(renderToString(<Toasts store={storeOf(toast('a'))} />)).toContain('Toast a');
    expect(complaints).not.toHaveBeenCalled();
  });

  it('has nothing that axe-core minds', async () => {
    vi.useRealTimers();
    const store = storeOf(toast('a', { level: 'error', title: 'Lost' }), toast('b'), toast('c'));
    const { container } = render(<Toasts store={store} max={2} />);
    expect(await violations(container)).toEqual([]);
  });
});
