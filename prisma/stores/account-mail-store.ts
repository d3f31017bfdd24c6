import type { AccountMailKind } from '../../domain/accounts/mails.js';
import type { Role } from '../../domain/actor.js';
import type { NotificationStatus } from '../../domain/notifications/types.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** Goes to a phone; all the others go by email. */
export type AccountTextKind = 'PHONE_CODE';

export interface QueuedAccountMail {
  id: string;
  kind: AccountMailKind | AccountTextKind;
  status: NotificationStatus;
  address: string;
  attempts: number;
  createdAt: string;
  /** True for a phone that wants no texts. */
  optedOut: boolean;
}

/** One mail about an account, or text, with everything that its words may need. Instants are ISO UTC. */
export interface AccountMailContext {
  mail: QueuedAccountMail;
  user: { id: string; fullName: string; email: string; language: string; role: Role };
  /** Null where the mail carries none, and once its token was used, replaced by a newer one, or is past its time. */
  token: { id: string; expiresAt: string } | null;
  /** Null where the text brings none, and a day after it was made. `isOver`: it opens nothing any more. */
  code: { id: string; expiresAt: string; isOver: boolean } | null;
  clinic: { name: string; timeZone: string };
}

export interface SettleAccountMail {
  mailId: string;
  status: 'SENT' | 'FAILED' | 'SUPPRESSED';
  messageId: string | null;
  errorCode: string | null;
}

/** Null when there is no such mail. SYSTEM only. */
export function accountMailContext(tx: Tx, mailId: string): Promise<AccountMailContext | null> {
  return callEngine(tx, 'account_mail_context', { mailId });
}

/**
 * Counts an attempt before it is made; 1 for the first, which also keeps the words of a text. Throws `not_found` where
 * there is no such mail. SYSTEM only.
 */
export function beginAccountMail(
  tx: Tx,
  mailId: string,
  body: string | null = null,
): Promise<{ attempts: number; body: string | null }> {
  return callEngine(tx, 'begin_account_mail', { mailId, body });
}

/** Records the outcome, once: what is settled stays so. A phone whose owner told the provider to stop is opted out. SYSTEM only. */
export async function settleAccountMail(tx: Tx, outcome: SettleAccountMail): Promise<void> {
  await callEngine(tx, 'settle_account_mail', outcome);
}

/** Mails that wait to be sent, at most 200 ids, those behind `after` in their order. SYSTEM only. */
export function queuedAccountMails(tx: Tx, after: string | null): Promise<string[]> {
  return callEngine(tx, 'queued_account_mails', { after });
}
