import { ApplicationFailure } from '@temporalio/common';
import { DomainError } from '../domain/errors.js';

/** Codes that a later attempt may turn into a success. */
const RETRYABLE: ReadonlySet<string> = new Set(['temporarily_unavailable', 'rate_limited']);

/** The mapper from our errors to Temporal's: a refusal is final and typed by its code, everything else is retried. */
export function toApplicationFailure(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const { retryAfterSeconds } = error.details;
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: !RETRYABLE.has(error.code),
    nextRetryDelay: typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1_000 : undefined,
    cause: error,
  });
}

/** Gives every activity the mapper, so that none has to think of it. */
export function withFailureMapping<A extends Record<string, (input: never) => Promise<unknown>>>(activities: A): A {
  const mapped = Object.entries(activities).map(([name, activity]) => [
    name,
    async (input: never): Promise<unknown> => {
      try {
        return await activity(input);
      } catch (error) {
        throw toApplicationFailure(error);
      }
    },
  ]);
  return Object.fromEntries(mapped) as A;
}
