import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.js';
import {
  createUser as makeUser,
  unlockUser as forgetFailures,
  updateUser as changeUser,
} from '../../prisma/stores/account-store.js';
import { listUsers as listUserViews, readUser, type UserView } from '../../prisma/views/user-view.js';
import { newToken, sendOff } from '../auth/account-mail.js';
import { emailTaken } from '../auth/registration.js';
import { signInKeys } from '../auth/sign-in-keys.js';
import { createUser, getUser, listUsers, unlockUser, updateUser } from '../contract/users.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { invalidField } from '../http/problem.js';

/** Accounts, for admins. */
export function userRoutes(context: ApiContext): Endpoint[] {
  return [...readingUsers(context), creatingUsers(context), updatingUsers(context), unlockingUsers(context)];
}

function readingUsers({ db }: ApiContext): Endpoint[] {
  return [
    implement(listUsers, async ({ query, principal: { actor } }) => {
      const { search, role = null, status = null, limit, cursor = null } = query;
      const filter = { search: search?.trim() || null, roles: role, statuses: status };
      return reply(200, await db.withActor(actor, (tx) => listUserViews(tx, filter, { limit, cursor })));
    }),
    implement(getUser, async ({ params, principal: { actor } }) => {
      const user = await db.withActor(actor, (tx) => readUser(tx, params.id));
      if (user === null) throw absent('user', actor.role);
      return reply(200, user);
    }),
  ];
}

function creatingUsers(context: ApiContext): Endpoint {
  return implement(createUser, async (exchange) => {
    const { body, requestId } = exchange;
    if (typeof body.specialty === 'string' && body.role !== 'DOCTOR')
      throw invalidField('/specialty', 'is for doctors');
    const userId = randomUUID();
    const token = newToken(context);
    let isNew = false;
    const answer = await once<typeof createUser>(context, wishOf(createUser, exchange), async (tx) => {
      const { outcome } = await makeUser(tx, { userId, ...body, ...token });
      if (outcome === 'EMAIL_TAKEN') throw emailTaken();
      isNew = true;
      return reply(201, (await readUser(tx, userId)) as UserView);
    });
    if (isNew) await sendOff(context, token.mailId, requestId);
    return answer;
  });
}

function updatingUsers(context: ApiContext): Endpoint {
  return implement(updateUser, async (exchange) => {
    const { params, body, principal } = exchange;
    const answer = await once<typeof updateUser>(context, wishOf(updateUser, exchange), async (tx) => {
      const result = await changeUser(tx, params.id, body);
      if (result.outcome === 'UPDATED') return reply(200, result.user);
      throw result.outcome === 'ABSENT' ? absent('user', principal.actor.role) : lastAdmin();
    });
    context.tokenCheck.forgetUser(params.id);
    return answer;
  });
}

function unlockingUsers(context: ApiContext): Endpoint {
  return implement(unlockUser, async (exchange) => {
    const { params, principal, source } = exchange;
    return once<typeof unlockUser>(context, wishOf(unlockUser, exchange), async (tx) => {
      const user = await readUser(tx, params.id);
      if (user === null) throw absent('user', principal.actor.role);
      const { emailHash } = signInKeys(context.secrets.signInKey, user.email, source);
      await forgetFailures(tx, { userId: user.id, emailHash });
      return reply(200, (await readUser(tx, user.id)) as UserView);
    });
  });
}

function lastAdmin(): DomainError {
  return new DomainError(
    'invalid_transition',
    'This is the last active admin with a password. Let another person become one first.',
  );
}
