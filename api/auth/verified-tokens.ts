export interface VerifiedTokens<T> {
  /** What the very same token said when it was checked; undefined where it was not, or has expired since. */
  find(token: string): T | undefined;
  keep(token: string, said: T, expiresAtMs: number): void;
}

export interface VerifiedTokensOptions {
  nowMs: () => number;
  mostTokens: number;
}

/**
 * Remembers tokens whose signature was good: checking one again would say the same until it expires, and costs a third
 * of a millisecond and a turn in a thread pool that sign-ins keep busy. It knows nothing of revocation.
 */
export function createVerifiedTokens<T>({ nowMs, mostTokens }: VerifiedTokensOptions): VerifiedTokens<T> {
  const kept = new Map<string, { said: T; expiresAtMs: number }>();

  return {
    find(token) {
      const entry = kept.get(token);
      if (entry === undefined || entry.expiresAtMs > nowMs()) return entry?.said;
      kept.delete(token);
      return undefined;
    },
    keep(token, said, expiresAtMs) {
      kept.set(token, { said, expiresAtMs });
      const [oldest] = kept.keys();
      if (kept.size > mostTokens && oldest !== undefined) kept.delete(oldest);
    },
  };
}
