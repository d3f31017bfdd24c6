/** Delegated tokens live 60 s; a few seconds are left for the call itself. */
const REUSE_MS = 45_000;
const MAX_ENTRIES = 5_000;

export interface TokenCache {
  get(key: string): string | undefined;
  set(key: string, token: string): void;
  drop(key: string): void;
}

/** Short-lived tokens by key; the oldest go first when it is full. */
export function createTokenCache(nowMs: () => number): TokenCache {
  const entries = new Map<string, { token: string; untilMs: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.untilMs > nowMs()) return entry.token;
      entries.delete(key);
      return undefined;
    },
    set(key, token) {
      const oldest = entries.size >= MAX_ENTRIES ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(key, { token, untilMs: nowMs() + REUSE_MS });
    },
    drop(key) {
      entries.delete(key);
    },
  };
}
