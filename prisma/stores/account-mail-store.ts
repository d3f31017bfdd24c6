import type { Role } from '../../domain/actor.js';
import type { NotificationStatus } from '../../domain/notifications/types.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

export type AccountMailKind = 'VERIFY_EMAIL' | 'RESET_PASSWORD' | 'INVITATION' | 'PASSWORD_CHANGED';

/** One mail about an account with everything that its text may need. Instants are ISO UTC. */
export interface AccountMailContext {
  mail: { id: string; kind: AccountMailKind; status: NotificationStatus; address: string; createdAt: string };
  user: { id: string; fullName: string; email: string; language: string; role: Role };
  /** Null where the mail carries none, and once its token was used, replaced by a newer one, or is past its time. */
  token: { id: string; expiresAt: string } | null;
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

/** Counts an attempt before it is made; 1 for the first. Throws `not_found` where there is no such mail. SYSTEM only. */
export function beginAccountMail(tx: Tx, mailId: string): Promise<{ attempts: number }> {
  return callEngine(tx, 'begin_account_mail', { mailId });
}

/** Records the outcome, once: what is settled stays so. SYSTEM only. */
export async function settleAccountMail(tx: Tx, outcome: SettleAccountMail): Promise<void> {
  await callEngine(tx, 'settle_account_mail', outcome);
}

/** Mails that wait to be sent, at most 200 ids, those behind `after` in their order. SYSTEM only. */
export function queuedAccountMails(tx: Tx, after: string | null): Promise<string[]> {
  return callEngine(tx, 'queued_account_mails', { after });
}
