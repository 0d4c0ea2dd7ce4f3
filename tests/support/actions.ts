import { act } from '@testing-library/react';
import { startTransition } from 'react';

/** Begins an asynchronous action: until the function that this gives is called, React shows no transition of any component. */
export function beginAction(): () => Promise<void> {
  let end = () => {};
  act(() => startTransition(() => new Promise<void>((resolve) => (end = resolve))));
  return () => act(async () => end());
}
