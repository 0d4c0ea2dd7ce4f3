export const COMPOSER_ID = 'composer';

/** For buttons that go away when they are pressed: the keyboard must stay somewhere. */
export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}
