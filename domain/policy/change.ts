import type { Policy } from './policy.js';

/** Any part of the policy; what is left out, or undefined, stays as it is. */
export type PolicyChange = { [K in keyof Omit<Policy, 'version'>]?: Policy[K] | undefined };

/** The policy with a change in it, under its present version. */
export function changedPolicy(policy: Policy, change: PolicyChange): Policy {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...policy, ...(Object.fromEntries(given) as Partial<Policy>), version: policy.version };
}

/** True where both say the same, whatever their versions. */
export function isSamePolicy(one: Policy, other: Policy): boolean {
  const fields = Object.keys(one).filter((field) => field !== 'version') as (keyof Policy)[];
  return fields.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));
}
