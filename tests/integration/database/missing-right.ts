import { expect } from '@jest/globals';
import { DomainError } from '../../../domain/errors.js';
import { sqlState } from '../../../prisma/errors.js';

/** Expects the server's own refusal, which is our fault and told to no caller as theirs. */
export async function expectMissingRight(attempt: Promise<unknown>): Promise<void> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).not.toBeInstanceOf(DomainError);
  expect(sqlState(error)).toBe('42501');
}
