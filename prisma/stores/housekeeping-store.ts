import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** How many rows went. */
export interface PurgeCounts {
  idempotencyKeys: number;
  signInAttempts: number;
  authSessions: number;
  linkCodes: number;
  linkFailures: number;
  accountMails: number;
  accountTokens: number;
  accountRequests: number;
}

type OfLinks = 'linkCodes' | 'linkFailures';
type OfAccounts = 'accountMails' | 'accountTokens' | 'accountRequests';

/**
 * Deletes what has no more use: idempotency keys past their day, attempts to sign in that no limit counts any more, and
 * refresh families that ended a month ago, codes that linked chats and wrong ones of the day before, and mails about accounts,
 * their tokens and what asked for them; at most 10,000 of each at a time. SYSTEM only.
 */
export async function purgeExpired(tx: Tx): Promise<PurgeCounts> {
  const general = await callEngine<Omit<PurgeCounts, OfLinks | OfAccounts>>(tx, 'purge_expired', {});
  const ofLinks = await callEngine<Pick<PurgeCounts, OfLinks>>(tx, 'purge_chat_links', {});
  const ofAccounts = await callEngine<Pick<PurgeCounts, OfAccounts>>(tx, 'purge_accounts', {});
  return { ...general, ...ofLinks, ...ofAccounts };
}
