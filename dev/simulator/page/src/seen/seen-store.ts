import { freshSeen, markSeen, parseSeen, type Seen } from './seen.js';

const KEY = 'clinic-simulator.seen';

/** The part of the browser's storage that is used. */
export interface SeenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface SeenStore {
  get(): Seen;
  mark(list: string, at: string): void;
  subscribe(listener: () => void): () => void;
}

/** Unread marks that survive a reload. A browser that refuses storage keeps them in memory. */
export function createSeenStore(storage: SeenStorage | null, nowMs: number): SeenStore {
  let seen = parseSeen(storage?.getItem(KEY) ?? null) ?? freshSeen(nowMs);
  const listeners = new Set<() => void>();
  storage?.setItem(KEY, JSON.stringify(seen));
  return {
    get: () => seen,
    mark(list, at) {
      const next = markSeen(seen, list, Date.parse(at));
      if (next === seen) return;
      seen = next;
      storage?.setItem(KEY, JSON.stringify(seen));
      listeners.forEach((listener) => listener());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
