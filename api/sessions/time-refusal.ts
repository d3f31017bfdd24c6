import { DomainError } from '../../domain/errors.js';
import type { TimeRefusal } from '../../domain/session/types.js';
import type { Tx } from '../../prisma/actor.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import type { PersonActor } from '../http/principal.js';
import { maskedReasons } from './masked-reasons.js';

/** Codes that say why a wanted time was refused. */
export type TimeRefusalCode = 'slot_taken' | 'slot_not_bookable' | 'confirmation_required';

export function isTimeRefusalCode(code: string | null): code is TimeRefusalCode {
  return code === 'slot_taken' || code === 'slot_not_bookable' || code === 'confirmation_required';
}

/** A refused time as a problem, alike for everything that takes one. */
export function timeRefusal(code: TimeRefusalCode, refusal: Partial<TimeRefusal>): DomainError {
  const { reasons = [], conflicts = [], alternatives = [] } = refusal;
  switch (code) {
    case 'slot_taken':
      return new DomainError(code, 'Somebody else has this time.', { conflicts, alternatives });
    case 'slot_not_bookable':
      return new DomainError(code, 'This time cannot be booked; see reasons.', { reasons, alternatives });
    case 'confirmation_required':
      return new DomainError(code, whatIsViolated(refusal), { reasons, conflicts, alternatives });
  }
}

/** The reasons in words; a conflict that only the constraint saw has no reason beside it. */
function whatIsViolated({ reasons = [], conflicts = [] }: Partial<TimeRefusal>): string {
  const said = reasons.map(({ detail }) => detail);
  const taken = said.length === 0 ? conflicts.map((resource) => `The ${resource} is taken then.`) : said;
  return ['An override must name in accept what it goes against.', ...taken].join(' ');
}

/** The refusal as far as the caller may know it. */
export async function shownRefusal(
  tx: Tx,
  { role }: PersonActor,
  { reasons = [], ...refusal }: Partial<TimeRefusal>,
): Promise<Partial<TimeRefusal>> {
  return { ...refusal, reasons: maskedReasons(role, reasons, await readPolicy(tx)) };
}
