import type { Role } from '../../domain/actor.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** All functions of this file are for the API, as ANONYMOUS. */
export interface SignInAccount {
  userId: string;
  passwordHash: string;
  status: 'ACTIVE' | 'DISABLED';
  role: Role;
  version: number;
}

/** An attempt that may check a password now, or the reason why not. */
export interface SignInReservation {
  /** Names the attempt for `recordSignIn`; null where it was not admitted: locked, too many, or too many at once. */
  attemptId: string | null;
  /** Null when nobody has that address, or the attempt was not admitted. */
  account: SignInAccount | null;
  /** Failures too many for this address and source, or for the account as a whole; also for unknown addresses. */
  lockedUntil: string | null;
  /** Attempts from the source within the last minute. */
  attemptsFromSource: number;
}

export interface SignInKeys {
  email: string;
  /** Keyed hashes; the plain values are not stored. */
  emailHash: string;
  sourceHash: string;
}

export interface ChatUser {
  userId: string;
  role: Role;
  version: number;
  status: 'ACTIVE' | 'DISABLED';
  doctorId: string | null;
  patientId: string | null;
  /** The link that says so. */
  linkId: string;
}

export interface TokenSubject {
  status: 'ACTIVE' | 'DISABLED';
  role: Role;
  version: number;
  /** The family or link that the token rests on has ended, or is unknown; false when neither was asked for. */
  sessionRevoked: boolean;
}

export type RefreshResult =
  | { state: 'ROTATED'; userId: string; role: Role; version: number }
  /** The token was used before (its family is revoked by that), or the family is over or unknown. */
  | { state: 'REUSED' | 'ENDED' };

/**
 * Admits an attempt before its password is checked, and counts it as a failure until `recordSignIn` says otherwise: a
 * burst of guesses gets no further than as many one after the other. Commit it before hashing.
 */
export function reserveSignIn(tx: Tx, keys: SignInKeys): Promise<SignInReservation> {
  return callEngine(tx, 'reserve_sign_in', keys);
}

/** Takes a reservation back where the password was not looked at after all. */
export async function releaseSignIn(tx: Tx, attemptId: string): Promise<void> {
  await callEngine(tx, 'release_sign_in', { attemptId });
}

/** Settles an attempt, or counts one that was not reserved, and writes its audit event. */
export async function recordSignIn(
  tx: Tx,
  attempt: { ok: boolean; userId: string | null; emailHash: string; sourceHash: string; attemptId?: string | null },
): Promise<{ lockedUntil: string | null }> {
  return callEngine(tx, 'record_sign_in', attempt);
}

/**
 * Opens a family of refresh tokens. Locks the account, so it comes before `recordSignIn`. False where the person may not sign in any more, or `passwordHash`, the one that was
 * checked, is not the password's any more.
 */
export async function openAuthSession(
  tx: Tx,
  session: { sid: string; userId: string; passwordHash: string; refreshHash: string; expiresAt: string },
): Promise<boolean> {
  const { opened } = await callEngine<{ opened: boolean }>(tx, 'open_auth_session', session);
  return opened;
}

/** Swaps a refresh token for the next one; a token that was used before ends its family. */
export function rotateRefresh(
  tx: Tx,
  command: { sid: string; refreshHash: string; nextRefreshHash: string },
): Promise<RefreshResult> {
  return callEngine(tx, 'rotate_refresh', command);
}

/** Ends a family; the answer says whether it was open. */
export function revokeFamily(tx: Tx, command: { sid: string; reason: string }): Promise<{ revoked: boolean }> {
  return callEngine(tx, 'revoke_family', command);
}

/** The person behind a Slack user or phone number with a verified link; null when there is none. */
export function resolveChat(tx: Tx, command: { channel: 'SLACK' | 'SMS'; subject: string }): Promise<ChatUser | null> {
  return callEngine(tx, 'resolve_chat', command);
}

/** Whether a token still holds; null when the user does not exist. A delegated token rests on a chat link, not a family. */
export function tokenSubject(
  tx: Tx,
  userId: string,
  sid: string | null,
  linkId: string | null = null,
): Promise<TokenSubject | null> {
  return callEngine(tx, 'token_subject', { userId, sid, linkId });
}
