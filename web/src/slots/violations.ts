import { resourceOf } from '../../../domain/session/override.js';
import { Refusal, type Failure, type Problem } from '../api/failure.js';
import type { Slot, SlotRule } from './slot-reads.js';

type Resource = NonNullable<Problem['conflicts']>[number];

/** What stands against a time: rules that it breaks, and what is taken without a rule that says so. */
export interface Violations {
  rules: SlotRule[];
  conflicts: Resource[];
}

const ABOUT_TIME: readonly Problem['code'][] = ['slot_taken', 'slot_not_bookable', 'confirmation_required'];

/** Null where a failure is not about a time that cannot be had. */
export function violationsOf(failure: Failure | null): Violations | null {
  if (!(failure instanceof Refusal) || !ABOUT_TIME.includes(failure.problem.code)) return null;
  const { reasons = [], conflicts = [] } = failure.problem;
  const rules = [...new Set(reasons.map(({ rule }) => rule))];
  const told = rules.map(resourceOf);
  const untold = conflicts.filter((resource) => !told.includes(resource));
  return rules.length + untold.length === 0 ? null : { rules, conflicts: untold };
}

/** What is free instead of a refused time, nearest first. */
export function alternativesOf(failure: Failure | null): Slot[] {
  return failure instanceof Refusal ? (failure.problem.alternatives ?? []) : [];
}
