import { randomUUID } from 'node:crypto';
import { anonymousActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { Database, Tx } from '../../prisma/actor.js';
import { hashAccountToken } from '../../platform/account-tokens.js';
import {
  accountTokenOwner,
  admitAccountRequest,
  registerPatient,
  resendVerification as issueAgain,
  verifyEmail as proveEmail,
  type AccountRequest,
} from '../../prisma/stores/account-store.js';
import { readUser, type UserView } from '../../prisma/views/user-view.js';
import type { register, resendVerification, verifyEmail } from '../contract/accounts.js';
import type { RequestOf } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import type { Exchange } from '../http/endpoint.js';
import { invalidField } from '../http/problem.js';
import { newToken, sendOff } from './account-mail.js';
import type { Caller } from './caller.js';
import { fittingHash } from './own-password.js';
import { signInKeys } from './sign-in-keys.js';
import { tooMany } from './too-many.js';

const NEEDED =
  'must be the one you signed up with, because the clinic has a record for this address. If it was not you who signed up, ask for a new password: that ends whoever else is in';

/** A patient's account. Throws `email_taken`, and `rate_limited` where too many come from one source. */
export async function signUp(
  context: ApiContext,
  body: RequestOf<typeof register>['body'],
  { source, requestId }: Caller,
): Promise<UserView> {
  const { email, fullName, password, phone = null, timeZone = null, language = null } = body;
  const anonymous = anonymousActor(requestId);
  const { emailHash, sourceHash } = signInKeys(context.secrets.signInKey, email, source);
  await context.db.withActor(anonymous, (tx) => admit(tx, { kind: 'REGISTER', emailHash, sourceHash }));
  // Judging holds the process up, so it is done only for whoever is within the limit.
  const weakness = await context.passwordStrength.faultIn(password, { email, fullName });
  if (weakness !== null) throw invalidField('/password', weakness);
  const passwordHash = await context.passwords.hash(password);
  const token = newToken(context);
  const person = { userId: randomUUID(), email, fullName, passwordHash, phone, timeZone, language };
  const { outcome } = await context.db.withActor(anonymous, (tx) => registerPatient(tx, { ...person, ...token }));
  if (outcome === 'EMAIL_TAKEN') throw emailTaken();
  await sendOff(context, token.mailId, requestId);
  return ownUser(context.db, { id: person.userId, role: 'PATIENT' }, requestId);
}

/**
 * Uses the token. Whatever is wrong with one is told in like words. Where a record waits that staff made, the password is
 * needed too: whoever reads the mail may not be who signed up. Without the right one the token stays good.
 */
export async function proveAddress(
  context: ApiContext,
  { token, password }: RequestOf<typeof verifyEmail>['body'],
  caller: Caller,
): Promise<UserView> {
  const anonymous = anonymousActor(caller.requestId);
  const tokenHash = hashAccountToken(token);
  const owner = await context.db.withActor(anonymous, (tx) => accountTokenOwner(tx, tokenHash, ['VERIFY_EMAIL']));
  if (owner === null) throw badToken();
  const asked = owner.awaitsRecord && password !== undefined;
  const checkedHash = asked ? await fittingHash(context, owner, password, caller) : null;
  const proven = await context.db.withActor(anonymous, async (tx) => {
    const result = await proveEmail(tx, { tokenHash, checkedHash });
    if (result?.outcome === 'PASSWORD_NEEDED') throw invalidField('/password', NEEDED);
    return result;
  });
  if (proven === null) throw badToken();
  return ownUser(context.db, { id: proven.userId, role: proven.role }, caller.requestId);
}

/** Another token, within `tx`, for the person who asks; the id of the mail that brings it. */
export async function proveAgain(
  context: ApiContext,
  tx: Tx,
  { principal, source }: Exchange<typeof resendVerification>,
): Promise<string> {
  const user = (await readUser(tx, principal.actor.id)) as UserView;
  const { emailHash, sourceHash } = signInKeys(context.secrets.signInKey, user.email, source);
  const token = newToken(context);
  if (user.emailVerified) throw verifiedAlready();
  await admit(tx, { kind: 'VERIFY', emailHash, sourceHash });
  const { outcome } = await issueAgain(tx, token);
  if (outcome === 'VERIFIED') throw verifiedAlready();
  return token.mailId;
}

export function emailTaken(): DomainError {
  return new DomainError(
    'email_taken',
    'There is an account with this address. Sign in, or ask for a new password if it is forgotten.',
    { errors: [{ pointer: '/email', message: 'has an account already' }] },
  );
}

export function badToken(): DomainError {
  return invalidField('/token', 'is not valid, or no longer; ask for a new mail');
}

async function admit(tx: Tx, request: AccountRequest): Promise<void> {
  const { admitted, retryAfterSeconds } = await admitAccountRequest(tx, request);
  if (!admitted) throw tooMany('That was asked too often. Please wait.', retryAfterSeconds);
}

function verifiedAlready(): DomainError {
  return new DomainError('invalid_transition', 'This address is verified already.');
}

async function ownUser(
  db: Database,
  { id, role }: { id: string; role: UserView['role'] },
  requestId: string,
): Promise<UserView> {
  const actor = { id, role, channel: 'API', requestId } as const;
  return (await db.withActor(actor, (tx) => readUser(tx, id))) as UserView;
}
