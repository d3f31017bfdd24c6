import { randomUUID } from 'node:crypto';
import { anonymousActor, type Actor, type Role } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import {
  openAuthSession,
  recordSignIn,
  releaseSignIn,
  reserveSignIn,
  rotateRefresh,
  type SignInAccount,
  type SignInKeys,
} from '../../prisma/stores/auth-store.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import type { ApiContext } from '../context.js';
import { newRefreshToken, signInKeys, type RefreshToken } from './sign-in-keys.js';
import { tooMany } from './too-many.js';

export const REFRESH_TOKEN_SECONDS = 30 * 24 * 3_600;
const SOURCE_WINDOW_SECONDS = 60;
const BURST_SECONDS = 1;
const WRONG = 'Email or password is wrong.';

/** A family of tokens that was opened or carried on. */
export interface OpenFamily {
  userId: string;
  role: Role;
  version: number;
  sid: string;
  refreshToken: string;
}

interface Attempt {
  email: string;
  password: string;
  source: string;
  requestId: string;
}

/**
 * Checks a password and opens a family of tokens. The attempt counts before the password is looked at, so that a burst
 * guesses no more than one after the other. Unknown people are refused in like words and time.
 */
export async function signIn(context: ApiContext, attempt: Attempt): Promise<OpenFamily> {
  const keys = signInKeys(context.secrets.signInKey, attempt.email.trim().toLowerCase(), attempt.source);
  const anonymous = anonymousActor(attempt.requestId);
  const { attemptId, account } = await admitted(context, anonymous, keys);
  const fits = await verified(context, anonymous, attemptId, account?.passwordHash ?? null, attempt.password);
  const settled = {
    userId: account?.userId ?? null,
    emailHash: keys.emailHash,
    sourceHash: keys.sourceHash,
    attemptId,
  };
  if (!fits || account?.status !== 'ACTIVE') {
    await context.db.withActor(anonymous, (tx) => recordSignIn(tx, { ok: false, ...settled }));
    if (fits) throw new DomainError('account_disabled', 'This account is disabled.');
    throw new DomainError('invalid_credentials', WRONG);
  }
  const { userId, role, version } = account;
  const { sid, hash, token } = newRefreshToken(randomUUID());
  const expiresAt = new Date(context.now().getTime() + REFRESH_TOKEN_SECONDS * 1_000).toISOString();
  await context.db.withActor(anonymous, async (tx) => {
    const { passwordHash } = account;
    // Locks the account before the attempt, as whatever sets a password does.
    const opened = await openAuthSession(tx, { sid, userId, passwordHash, refreshHash: hash, expiresAt });
    // The password was changed, or the account disabled, while it was checked.
    if (!opened) throw new DomainError('invalid_credentials', WRONG);
    await recordSignIn(tx, { ok: true, ...settled });
  });
  return { userId, role, version, sid, refreshToken: token };
}

/** Swaps a refresh token; one that was used before ends its family. */
export async function carryOn(context: ApiContext, given: RefreshToken, requestId: string): Promise<OpenFamily> {
  const next = newRefreshToken(given.sid);
  const result = await context.db.withActor(anonymousActor(requestId), (tx) =>
    rotateRefresh(tx, { sid: given.sid, refreshHash: given.hash, nextRefreshHash: next.hash }),
  );
  if (result.state !== 'ROTATED') {
    throw new DomainError('unauthenticated', 'The refresh token is not valid any more. Sign in again.');
  }
  const { userId, role, version } = result;
  return { userId, role, version, sid: given.sid, refreshToken: next.token };
}

interface Admission {
  attemptId: string;
  account: SignInAccount | null;
}

/** The attempt as it was counted, or why it is not let in. */
export async function admitted(context: ApiContext, anonymous: Actor, keys: SignInKeys): Promise<Admission> {
  const { found, limit } = await context.db.withActor(anonymous, async (tx) => {
    const found = await reserveSignIn(tx, keys);
    // Only words for a refusal need it, and sign-ins are many.
    const limit = found.attemptId === null ? (await readPolicy(tx)).signInsPerSourcePerMinute : Infinity;
    return { found, limit };
  });
  const { attemptId, account, lockedUntil, attemptsFromSource } = found;
  if (attemptId !== null) return { attemptId, account };
  if (lockedUntil !== null) throw locked(lockedUntil, context.now());
  if (attemptsFromSource >= limit) {
    throw tooMany('Too many sign-ins from your network. Please wait a minute.', SOURCE_WINDOW_SECONDS);
  }
  throw tooMany('Other sign-ins with this address are being checked. Please try again in a moment.', BURST_SECONDS);
}

/** An attempt whose password was never looked at, in too long a queue, is not held against anybody. */
export async function verified(
  context: ApiContext,
  anonymous: Actor,
  attemptId: string,
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  try {
    return await context.passwords.verify(passwordHash, password);
  } catch (error) {
    await context.db.withActor(anonymous, (tx) => releaseSignIn(tx, attemptId));
    throw error;
  }
}

function locked(lockedUntil: string, now: Date): DomainError {
  const retryAfterSeconds = Math.max(1, Math.ceil((Date.parse(lockedUntil) - now.getTime()) / 1_000));
  return new DomainError('account_locked', 'Too many failed sign-ins. Please wait.', { retryAfterSeconds });
}
