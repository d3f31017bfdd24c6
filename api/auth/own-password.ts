import { anonymousActor } from '../../domain/actor.js';
import { recordSignIn, releaseSignIn } from '../../prisma/stores/auth-store.js';
import type { ApiContext } from '../context.js';
import type { Caller } from './caller.js';
import { signInKeys } from './sign-in-keys.js';
import { admitted, verified } from './sign-in.js';

/**
 * The hash that the password of an account fits, null where it fits none: that counts like a wrong one at sign-in. Locked
 * or hurried attempts are refused unlooked, `account_locked` and `rate_limited`.
 */
export async function fittingHash(
  context: ApiContext,
  { userId, email }: { userId: string; email: string },
  password: string,
  { source, requestId }: Caller,
): Promise<string | null> {
  const keys = signInKeys(context.secrets.signInKey, email, source);
  const { emailHash, sourceHash } = keys;
  const anonymous = anonymousActor(requestId);
  const { attemptId, account } = await admitted(context, anonymous, keys);
  const passwordHash = account?.passwordHash ?? null;
  if (await verified(context, anonymous, attemptId, passwordHash, password)) {
    await context.db.withActor(anonymous, (tx) => releaseSignIn(tx, attemptId));
    return passwordHash;
  }
  const failure = { ok: false, userId, emailHash, sourceHash, attemptId };
  await context.db.withActor(anonymous, (tx) => recordSignIn(tx, failure));
  return null;
}
