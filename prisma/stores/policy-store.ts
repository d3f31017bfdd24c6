import type { Policy } from '../../domain/policy/policy.js';
import type { Tx } from '../actor.js';

/** The clinic's rules. */
export async function readPolicy(tx: Tx): Promise<Policy> {
  const {
    id: _id,
    updatedAt: _updatedAt,
    quietFrom,
    quietTo,
    ...policy
  } = await tx.policyRow.findUniqueOrThrow({
    where: { id: 1 },
  });
  return { ...policy, quietHours: { from: quietFrom, to: quietTo } };
}
