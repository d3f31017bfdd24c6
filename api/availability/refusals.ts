import { DomainError } from '../../domain/errors.js';

/** The past stays as it was. */
export function pastDate(pointer: string | null, today: string): DomainError {
  const message = `must be ${today} or later: it is a local date of the doctor, and the past is not edited`;
  return new DomainError('past_date', 'Past dates cannot be edited.', {
    ...(pointer === null ? {} : { errors: [{ pointer, message }] }),
  });
}
