import type { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import type { Override } from '../../domain/session/types.js';
import type { override } from '../contract/settled.js';
import type { PersonActor } from '../http/principal.js';

type Given = z.output<typeof override>;

/** Only admins go past the rules. */
export function demandMayOverride({ role }: PersonActor, given: Given): void {
  if (given === undefined || role === 'ADMIN') return;
  throw new DomainError('forbidden', 'Only an admin may override the rules.');
}

/** Without `confirm` nothing is accepted, so that whatever is violated is asked about. */
export function overrideOf(given: Given): Override | null {
  if (given === undefined) return null;
  const { confirm, reason, accept } = given;
  return { reason, accept: confirm ? [...new Set(accept)] : [] };
}
