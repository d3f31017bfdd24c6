import { anonymousActor } from '../../domain/actor.js';
import type { Database } from '../../prisma/actor.js';
import { tokenSubject, type TokenSubject } from '../../prisma/stores/auth-store.js';

export interface TokenCheck {
  /** How the person stands now, and whether the family of tokens still holds; null for nobody. */
  standing(userId: string, sid: string | null): Promise<TokenSubject | null>;
  /** Makes the next look at a family of tokens a fresh one. */
  forgetFamily(sid: string): void;
}

export interface TokenCheckOptions {
  db: Database;
  nowMs: () => number;
  /** How long an answer may be reused. */
  maxAgeMs: number;
}

const MAX_ENTRIES = 10_000;

interface Entry {
  answer: Promise<TokenSubject | null>;
  untilMs: number;
}

/** Asks the database how a token's person stands; the answer is kept for a moment, and equal questions share one. */
export function createTokenCheck({ db, nowMs, maxAgeMs }: TokenCheckOptions): TokenCheck {
  const entries = new Map<string, Map<string, Entry>>();

  async function ask(userId: string, sid: string | null): Promise<TokenSubject | null> {
    return db.withActor(anonymousActor('token-check'), (tx) => tokenSubject(tx, userId, sid));
  }

  return {
    async standing(userId, sid) {
      const ofUser = entries.get(userId) ?? new Map<string, Entry>();
      const kept = ofUser.get(sid ?? '');
      if (kept && kept.untilMs > nowMs()) return kept.answer;
      if (entries.size >= MAX_ENTRIES) entries.clear();
      const entry = { answer: ask(userId, sid), untilMs: nowMs() + maxAgeMs };
      entries.set(userId, ofUser.set(sid ?? '', entry));
      entry.answer.catch(() => entries.delete(userId));
      return entry.answer;
    },
    forgetFamily(sid) {
      for (const ofUser of entries.values()) ofUser.delete(sid);
    },
  };
}
