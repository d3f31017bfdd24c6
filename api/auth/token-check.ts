import { anonymousActor } from '../../domain/actor.js';
import type { Database } from '../../prisma/actor.js';
import { tokenSubject, type TokenSubject } from '../../prisma/stores/auth-store.js';

export interface TokenCheck {
  /** How the person stands now, and whether what their token rests on still holds; null for nobody. */
  standing(userId: string, basis: TokenBasis): Promise<TokenSubject | null>;
  /** Makes the next look at a family of tokens a fresh one. */
  forgetFamily(sid: string): void;
  /** The same for the delegated tokens of a chat link. */
  forgetLink(linkId: string): void;
  /** The same for every token of a person. */
  forgetUser(userId: string): void;
}

/** A family of tokens for a person who signed in, a chat link for one who comes through a bot. */
export type TokenBasis = { sid: string } | { linkId: string };

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

  async function ask(userId: string, basis: TokenBasis): Promise<TokenSubject | null> {
    const [sid, linkId] = 'sid' in basis ? [basis.sid, null] : [null, basis.linkId];
    return db.withActor(anonymousActor('token-check'), (tx) => tokenSubject(tx, userId, sid, linkId));
  }

  function forget(basisId: string): void {
    for (const ofUser of entries.values()) ofUser.delete(basisId);
  }

  return {
    async standing(userId, basis) {
      const basisId = 'sid' in basis ? basis.sid : basis.linkId;
      const ofUser = entries.get(userId) ?? new Map<string, Entry>();
      const kept = ofUser.get(basisId);
      if (kept && kept.untilMs > nowMs()) return kept.answer;
      if (entries.size >= MAX_ENTRIES) entries.clear();
      const entry = { answer: ask(userId, basis), untilMs: nowMs() + maxAgeMs };
      entries.set(userId, ofUser.set(basisId, entry));
      entry.answer.catch(() => entries.delete(userId));
      return entry.answer;
    },
    forgetFamily: forget,
    forgetLink: forget,
    forgetUser(userId) {
      entries.delete(userId);
    },
  };
}
