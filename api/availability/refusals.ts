import type { Fault } from '../../domain/availability/editing/index.js';
import { DomainError } from '../../domain/errors.js';

/** A validation error for faults at their places. */
export function faulty(faults: readonly Fault[]): DomainError {
  return new DomainError('validation_failed', 'Some fields are not valid; see errors.', { errors: faults });
}

/** Throws where there are faults. */
export function demandNone(faults: readonly Fault[]): void {
  if (faults.length > 0) throw faulty(faults);
}

/** The past stays as it was. */
export function pastDate(pointer: string | null, today: string): DomainError {
  const message = `must be ${today} or later: it is a local date of the doctor, and the past is not edited`;
  return new DomainError('past_date', 'Past dates cannot be edited.', {
    ...(pointer === null ? {} : { errors: [{ pointer, message }] }),
  });
}
