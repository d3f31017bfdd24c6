import { updateMe as changeMe, type ProfileChange } from '../../prisma/stores/account-store.js';
import type { Tx } from '../../prisma/actor.js';
import { readUser, type UserView } from '../../prisma/views/user-view.js';
import { updateMe } from '../contract/me.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { invalidField } from '../http/problem.js';

/** One's own profile. */
export function meRoutes(context: ApiContext): Endpoint[] {
  return [
    implement(updateMe, async (exchange) =>
      once<typeof updateMe>(context, wishOf(updateMe, exchange), async (tx) => {
        await applied(tx, exchange.body);
        return reply(200, (await readUser(tx, exchange.principal.actor.id)) as UserView);
      }),
    ),
  ];
}

async function applied(tx: Tx, change: ProfileChange): Promise<void> {
  const { outcome } = await changeMe(tx, change);
  switch (outcome) {
    case 'UPDATED':
      return;
    case 'NO_RECORD':
      throw invalidField('/consent', 'is for patients, once they have a record');
    case 'NO_PHONE':
      throw invalidField('/consent', 'needs a phone: give one first');
  }
}
