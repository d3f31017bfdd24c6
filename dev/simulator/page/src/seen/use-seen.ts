import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { isNew } from './seen.js';
import { createSeenStore, type SeenStore } from './seen-store.js';

export const SeenContext = createContext<SeenStore>(createSeenStore(null, 0));

/** Tells what is new in a list. */
export function useIsNew(): (list: string, at: string) => boolean {
  const store = useContext(SeenContext);
  const seen = useSyncExternalStore(store.subscribe, store.get);
  return (list, at) => isNew(seen, list, at);
}

/** While `visible`, everything up to `at` counts as seen. */
export function useMarkSeen(list: string, at: string | undefined, visible: boolean): void {
  const store = useContext(SeenContext);
  useEffect(() => {
    if (visible && at !== undefined) store.mark(list, at);
  }, [store, list, at, visible]);
}
