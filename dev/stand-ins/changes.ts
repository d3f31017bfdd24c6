export interface Change {
  service: 'slack' | 'twilio' | 'faults';
  collection: string;
}

/** Tells whoever listens what has changed, at most once for each collection in `QUIET_MS`. */
export interface Changes {
  note(change: Change): void;
  /** Returns what ends it. */
  listen(listener: (change: Change) => void): () => void;
}

const QUIET_MS = 50;

export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>();
  const waiting = new Set<string>();
  return {
    note(change) {
      const key = `${change.service}/${change.collection}`;
      if (listeners.size === 0 || waiting.has(key)) return;
      waiting.add(key);
      setTimeout(() => {
        waiting.delete(key);
        for (const listener of listeners) listener(change);
      }, QUIET_MS).unref();
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
