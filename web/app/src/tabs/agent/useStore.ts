import { useSyncExternalStore } from 'react';
import type { FrameStore } from './chat/frameStore.ts';

/** What a store shows now. */
export function useStore<View>(store: FrameStore<View>): View {
  return useSyncExternalStore(store.subscribe, store.getView);
}
