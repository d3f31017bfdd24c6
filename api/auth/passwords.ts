import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { anonymousActor } from '../../domain/actor.js';
import { hashAccountToken } from '../../platform/account-tokens.js';
import {
  accountTokenOwner,
  admitAccountRequest,
  changePassword as keepPassword,
  requestPasswordReset,
  resetPassword as keepResetPassword,
} from '../../prisma/stores/account-store.js';
import { readUser, type UserView } from '../../prisma/views/user-view.js';
import { changePassword } from '../contract/accounts.js';
import type { ApiContext } from '../context.js';
import { reply, type Exchange } from '../http/endpoint.js';
import { claim, once, wishOf, type Wish } from '../http/idempotency.js';
import { invalidField } from '../http/problem.js';
import { newToken, sendOff } from './account-mail.js';
import type { Caller } from './caller.js';
import { ownFamily } from './own-family.js';
import { fittingHash } from './own-password.js';
import { badToken } from './registration.js';
import { signInKeys } from './sign-in-keys.js';

/** Well above the time that the work takes: what an account's rows cost beyond that of nobody's does not show. */
const ANSWER_MS = 300;

/**
 * A mail for whoever has the address. The same work is done for nobody, the start of a delivery that finds nothing
 * included, and the answer comes after the same time, so that neither tells.
 */
export async function askForReset(context: ApiContext, email: string, caller: Caller): Promise<void> {
  await Promise.all([mailReset(context, email, caller), delay(ANSWER_MS)]);
}

async function mailReset(context: ApiContext, email: string, { source, requestId }: Caller): Promise<void> {
  const { emailHash, sourceHash } = signInKeys(context.secrets.signInKey, email, source);
  const token = newToken(context);
  const { admitted: goesOn } = await context.db.withActor(anonymousActor(requestId), async (tx) => {
    const admission = await admitAccountRequest(tx, { kind: 'FORGOT', emailHash, sourceHash });
    if (admission.admitted) await requestPasswordReset(tx, { email, ...token });
    return admission;
  });
  if (goesOn) await sendOff(context, token.mailId, requestId);
}

/** Uses a token of a reset or an invitation; one that comes with too weak a password stays good. */
export async function resetByToken(
  context: ApiContext,
  { token, password }: { token: string; password: string },
  { source, requestId }: Caller,
): Promise<void> {
  const { db, secrets } = context;
  const anonymous = anonymousActor(requestId);
  const tokenHash = hashAccountToken(token);
  const owner = await db.withActor(anonymous, (tx) =>
    accountTokenOwner(tx, tokenHash, ['RESET_PASSWORD', 'INVITATION']),
  );
  if (owner === null) throw badToken();
  const weakness = await context.passwordStrength.faultIn(password, owner);
  if (weakness !== null) throw invalidField('/password', weakness);
  const passwordHash = await context.passwords.hash(password);
  const { emailHash } = signInKeys(secrets.signInKey, owner.email, source);
  const mailId = randomUUID();
  const done = await db.withActor(anonymous, (tx) =>
    keepResetPassword(tx, { tokenHash, passwordHash, emailHash, mailId }),
  );
  if (done === null) throw badToken();
  context.tokenCheck.forgetUser(done.userId);
  if (done.changed) await sendOff(context, mailId, requestId);
}

type Change = Exchange<typeof changePassword>;

/** The signed-in person's own password. A wrong `current` counts like a wrong password at sign-in. */
export async function changeOwnPassword(context: ApiContext, exchange: Change) {
  const { principal, requestId, body } = exchange;
  const sid = await ownFamily(context, exchange.credentials);
  const me = (await context.db.withActor(principal.actor, (tx) => readUser(tx, principal.actor.id))) as UserView;
  const weakness =
    body.password === body.current ? 'is the present one' : await context.passwordStrength.faultIn(body.password, me);
  if (weakness !== null) throw invalidField('/password', weakness);
  // Asked again, the present password is another one by now.
  const wish = privateWish(context, exchange);
  const before = await context.db.withActor(principal.actor, (tx) =>
    claim<typeof changePassword>(tx, wish, context.now()),
  );
  if (before !== null) return before;
  const currentHash = await fittingHash(context, { userId: me.id, email: me.email }, body.current, exchange);
  const { emailHash } = signInKeys(context.secrets.signInKey, me.email, exchange.source);
  const passwordHash = currentHash === null ? '' : await context.passwords.hash(body.password);
  const mailId = randomUUID();
  const answer = await once<typeof changePassword>(context, wish, async (tx) => {
    if (currentHash === null) throw wrongCurrent();
    const { outcome } = await keepPassword(tx, { currentHash, passwordHash, emailHash, sid, mailId });
    if (outcome === 'REFUSED') throw wrongCurrent();
    return reply(204, undefined);
  });
  context.tokenCheck.forgetUser(me.id);
  await sendOff(context, mailId, requestId);
  return answer;
}

function wrongCurrent(): Error {
  return invalidField('/current', 'is not your password');
}

/** The fingerprint of a body with passwords is kept under a key: a bare one could be guessed against. */
function privateWish({ secrets }: ApiContext, exchange: Change): Wish {
  const wish = wishOf(changePassword, exchange);
  return { ...wish, bodyHash: createHmac('sha256', secrets.signInKey).update(wish.bodyHash).digest('hex') };
}
