import { DomainError } from '../../domain/errors.js';
import { changedPolicy, isSamePolicy, type PolicyChange } from '../../domain/policy/change.js';
import { policyContradictions } from '../../domain/policy/contradictions.js';
import type { Policy } from '../../domain/policy/policy.js';
import type { Tx } from '../../prisma/actor.js';
import { readPolicy, updatePolicy as replacePolicy } from '../../prisma/stores/policy-store.js';
import { getPolicy, updatePolicy } from '../contract/policy.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { invalidField, invalidFields } from '../http/problem.js';

export function policyRoutes(context: ApiContext): Endpoint[] {
  return [
    implement(getPolicy, async ({ principal: { actor } }) =>
      reply(200, await context.db.withActor(actor, (tx) => readPolicy(tx))),
    ),
    implement(updatePolicy, async (exchange) => {
      const { version = null, ...change } = exchange.body;
      let isNew = false;
      const answer = await once<typeof updatePolicy>(context, wishOf(updatePolicy, exchange), async (tx) => {
        const { policy, isChanged } = await apply(tx, change, version);
        isNew = isChanged;
        return reply(200, policy);
      });
      if (isNew) await tellSessions(context, answer.body.version, exchange.requestId);
      return answer;
    }),
  ];
}

/** Changes the policy of `version`, or whichever is in force; a change to what it says already is none. */
async function apply(
  tx: Tx,
  change: PolicyChange,
  version: number | null,
): Promise<{ policy: Policy; isChanged: boolean }> {
  const present = await readPolicy(tx);
  if (version !== null && version !== present.version) throw stale(present.version);
  const wanted = changedPolicy(present, change);
  if (isSamePolicy(present, wanted)) return { policy: present, isChanged: false };
  const contradictions = policyContradictions(wanted);
  if (contradictions.length > 0) throw invalidFields(contradictions);
  const result = await replacePolicy(tx, wanted);
  switch (result.outcome) {
    case 'UPDATED':
      return { policy: result.policy, isChanged: true };
    case 'UNKNOWN_ZONE':
      throw invalidField('/timeZone', 'is not a time zone that the database knows');
    case 'STALE':
      // Somebody else was quicker. The row is held by now, so that the next attempt is the last.
      return apply(tx, change, version);
  }
}

/** After the commit. Where the workflow cannot be started just now, the next round of reconciling does it. */
async function tellSessions({ policyChanges, logger }: ApiContext, version: number, requestId: string): Promise<void> {
  try {
    await policyChanges.tell(version);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'temporarily_unavailable') throw error;
    logger.warn({ requestId, policyVersion: version }, 'open sessions wait for reconciling to be told of the policy');
  }
}

function stale(version: number): DomainError {
  return new DomainError('stale_version', `The policy has changed since: it is at version ${version}. Read it again.`);
}
