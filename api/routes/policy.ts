import { readPolicy } from '../../prisma/stores/policy-store.js';
import { getPolicy } from '../contract/policy.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';

export function policyRoutes({ db }: ApiContext): Endpoint[] {
  return [
    implement(getPolicy, async ({ principal: { actor } }) =>
      reply(200, await db.withActor(actor, (tx) => readPolicy(tx))),
    ),
  ];
}
