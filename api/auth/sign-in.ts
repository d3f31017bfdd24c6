import { randomUUID } from 'node:crypto';
import { anonymousActor, type Role } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import {
  openAuthSession,
  recordSignIn,
  rotateRefresh,
  signInLookup,
  type SignInAccount,
  type SignInKeys,
} from '../../prisma/stores/auth-store.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import type { ApiContext } from '../context.js';
import { newRefreshToken, signInKeys, type RefreshToken } from './sign-in-keys.js';

export const REFRESH_TOKEN_SECONDS = 30 * 24 * 3_600;
const SOURCE_WINDOW_SECONDS = 60;

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

/** Checks a password and opens a family of tokens. Unknown people are refused in like words and time. */
export async function signIn(context: ApiContext, attempt: Attempt): Promise<OpenFamily> {
  const keys = signInKeys(context.secrets.signInKey, attempt.email.trim().toLowerCase(), attempt.source);
  const anonymous = anonymousActor(attempt.requestId);
  const { found, policy } = await context.db.withActor(anonymous, async (tx) => ({
    found: await signInLookup(tx, keys),
    policy: await readPolicy(tx),
  }));
  refuseTooMany(found.attemptsFromSource, policy.signInsPerSourcePerMinute);
  refuseLocked(found.lockedUntil, context.now());
  const fits = await context.passwords.verify(found.account?.passwordHash ?? null, attempt.password);
  if (!fits || found.account === null) return refuseAttempt(context, attempt, keys, found.account);
  const { account } = found;
  if (account.status === 'DISABLED') throw new DomainError('account_disabled', 'This account is disabled.');
  const { sid, hash, token } = newRefreshToken(randomUUID());
  const expiresAt = new Date(context.now().getTime() + REFRESH_TOKEN_SECONDS * 1_000).toISOString();
  await context.db.withActor(anonymous, async (tx) => {
    await recordSignIn(tx, { ok: true, userId: account.userId, ...hashesOf(keys) });
    await openAuthSession(tx, { sid, userId: account.userId, refreshHash: hash, expiresAt });
  });
  return { userId: account.userId, role: account.role, version: account.version, sid, refreshToken: token };
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

async function refuseAttempt(
  context: ApiContext,
  attempt: Attempt,
  keys: SignInKeys,
  account: SignInAccount | null,
): Promise<never> {
  await context.db.withActor(anonymousActor(attempt.requestId), (tx) =>
    recordSignIn(tx, { ok: false, userId: account?.userId ?? null, ...hashesOf(keys) }),
  );
  throw new DomainError('invalid_credentials', 'Email or password is wrong.');
}

function hashesOf({ emailHash, sourceHash }: SignInKeys): { emailHash: string; sourceHash: string } {
  return { emailHash, sourceHash };
}

function refuseTooMany(attempts: number, limit: number): void {
  if (attempts < limit) return;
  throw new DomainError('rate_limited', 'Too many sign-ins from your network. Please wait a minute.', {
    retryAfterSeconds: SOURCE_WINDOW_SECONDS,
  });
}

function refuseLocked(lockedUntil: string | null, now: Date): void {
  if (lockedUntil === null) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((Date.parse(lockedUntil) - now.getTime()) / 1_000));
  throw new DomainError('account_locked', 'Too many failed sign-ins. Please wait.', { retryAfterSeconds });
}
