import type { AccountTokenPurpose } from '../../domain/accounts/mails.js';
import type { Role } from '../../domain/actor.js';
import type { Tx } from '../actor.js';
import type { UserView } from '../views/user-view.js';
import { callEngine } from './engine-call.js';

/** Ids and hash of a token that is issued with a command; `mailId` is that of the mail which brings it. */
export interface NewToken {
  tokenId: string;
  tokenHash: string;
  mailId: string;
}

export interface Registration extends NewToken {
  userId: string;
  /** In lower case. */
  email: string;
  fullName: string;
  passwordHash: string;
  phone: string | null;
  /** The clinic's where null. */
  timeZone: string | null;
  /** English where null. */
  language: string | null;
}

export interface AccountRequest {
  kind: 'REGISTER' | 'FORGOT' | 'VERIFY';
  /** Keyed hashes; the plain values are not stored. */
  emailHash: string;
  sourceHash: string;
}

export interface TokenOwner {
  userId: string;
  email: string;
  fullName: string;
  role: Role;
  /** A record that staff made with the address waits for its proof. */
  awaitsRecord: boolean;
}

/**
 * Counts a request, or says in how many seconds the next one would be let through: by the source, and for mails also by
 * the address. VERIFY for the actor; the others ANONYMOUS only.
 */
export function admitAccountRequest(
  tx: Tx,
  request: AccountRequest,
): Promise<{ admitted: true; retryAfterSeconds: null } | { admitted: false; retryAfterSeconds: number }> {
  return callEngine(tx, 'admit_account_request', request);
}

/** A patient's account with its record, unless one that staff made awaits the proof of the address. ANONYMOUS only. */
export function registerPatient(tx: Tx, command: Registration): Promise<{ outcome: 'CREATED' | 'EMAIL_TAKEN' }> {
  return callEngine(tx, 'register_patient', command);
}

/** Whose token it is, as long as it is good for one of the purposes; does not use it. ANONYMOUS only. */
export function accountTokenOwner(
  tx: Tx,
  tokenHash: string,
  purposes: AccountTokenPurpose[],
): Promise<TokenOwner | null> {
  return callEngine(tx, 'account_token_owner', { tokenHash, purposes });
}

/**
 * Uses a token: the address is proven and the record claimed, which takes `checkedHash`, that of the password that was
 * checked, where one waits. Null for a token that is not good. Roll back unless it is VERIFIED. ANONYMOUS only.
 */
export function verifyEmail(
  tx: Tx,
  command: { tokenHash: string; checkedHash: string | null },
): Promise<{ outcome: 'VERIFIED'; userId: string; role: Role } | { outcome: 'PASSWORD_NEEDED' } | null> {
  return callEngine(tx, 'verify_email', command);
}

/** A new token and mail for the actor, unless the address is proven already. */
export function resendVerification(tx: Tx, command: NewToken): Promise<{ outcome: 'QUEUED' | 'VERIFIED' }> {
  return callEngine(tx, 'resend_verification', command);
}

/** A token and its mail where an active account has the address; does not tell whether. ANONYMOUS only. */
export async function requestPasswordReset(tx: Tx, command: NewToken & { email: string }): Promise<void> {
  await callEngine(tx, 'request_password_reset', command);
}

/**
 * Uses a reset token or an invitation: sets the password, proves the address, unlocks, and ends all sessions, tokens, Slack
 * links and link codes; where there was a password before, `changed`, a mail tells. Null for a token that is not good. ANONYMOUS only.
 */
export function resetPassword(
  tx: Tx,
  command: { tokenHash: string; passwordHash: string; emailHash: string; mailId: string },
): Promise<{ userId: string; changed: boolean } | null> {
  return callEngine(tx, 'reset_password', command);
}

/** For the actor. REFUSED where `currentHash`, the one that was checked, is not the password's any more. */
export function changePassword(
  tx: Tx,
  command: { currentHash: string; passwordHash: string; emailHash: string; sid: string; mailId: string },
): Promise<{ outcome: 'CHANGED' | 'REFUSED' }> {
  return callEngine(tx, 'change_password', command);
}

/** What is left out stays as it is. */
export interface ProfileChange {
  fullName?: string | undefined;
  phone?: string | null | undefined;
  timeZone?: string | undefined;
  language?: string | undefined;
  /** Whether the number that the record has afterwards may be texted, as the person says. */
  consent?: boolean | undefined;
}

/** For the actor; the doctor's profile and the patient's record follow. Roll back unless it is UPDATED. */
export function updateMe(tx: Tx, change: ProfileChange): Promise<{ outcome: 'UPDATED' | 'NO_RECORD' | 'NO_PHONE' }> {
  return callEngine(tx, 'update_me', change);
}

export interface NewUser extends Omit<NewToken, 'mailId'> {
  userId: string;
  /** In lower case. */
  email: string;
  fullName: string;
  role: Role;
  phone?: string | null;
  timeZone?: string | null;
  language?: string | null;
  specialty?: string | null;
  /** Null where the token is handed over by other means. */
  mailId: string | null;
}

/** An account without a password, and the token to set one. Admins; SYSTEM by the owner's login. */
export function createUser(tx: Tx, command: NewUser): Promise<{ outcome: 'CREATED' | 'EMAIL_TAKEN' }> {
  return callEngine(tx, 'create_user', command);
}

/** What is left out stays as it is. */
export interface UserChange {
  status?: 'ACTIVE' | 'DISABLED' | undefined;
  role?: Role | undefined;
  fullName?: string | undefined;
  phone?: string | null | undefined;
}

/** Admins only. LAST_ADMIN where nobody who can sign in would be left to administer; nothing is changed then. */
export function updateUser(
  tx: Tx,
  userId: string,
  change: UserChange,
): Promise<{ outcome: 'UPDATED'; user: UserView } | { outcome: 'ABSENT' | 'LAST_ADMIN' }> {
  return callEngine(tx, 'update_user', { userId, ...change });
}

/** Forgets failed sign-ins to the account. Admins only. */
export async function unlockUser(tx: Tx, command: { userId: string; emailHash: string }): Promise<void> {
  await callEngine(tx, 'unlock_user', command);
}
