import { DomainError } from '../../domain/errors.js';

/** The refusal of whoever asks or guesses too often. */
export function tooMany(words: string, retryAfterSeconds: number): DomainError {
  return new DomainError('rate_limited', words, { retryAfterSeconds });
}
