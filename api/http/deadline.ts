import { DomainError } from '../../domain/errors.js';

/** The promise, or `temporarily_unavailable` once `deadlineMs` are over; the work itself goes on and is safe to ask again. */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DomainError('temporarily_unavailable', 'This takes too long at the moment. Please try again.'));
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
