import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** How many rows went. */
export interface PurgeCounts {
  idempotencyKeys: number;
  signInAttempts: number;
  authSessions: number;
}

/**
 * Deletes what has no more use: idempotency keys past their day, attempts to sign in that no limit counts any more, and
 * refresh families that ended a month ago; at most 10,000 of each at a time. SYSTEM only.
 */
export function purgeExpired(tx: Tx): Promise<PurgeCounts> {
  return callEngine(tx, 'purge_expired', {});
}
