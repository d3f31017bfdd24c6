import type { Logger } from '../../platform/logger.js';
import { DomainError } from '../../domain/errors.js';
import { chatWords, isUnlinked } from '../errors.js';

export interface Failure {
  /** mrkdwn. */
  words: string;
  /** Whether the same may work in a moment, without anything being changed. */
  retry: boolean;
}

/** What a person is told of a failure; what nobody expected is logged as an error. */
export function explainFailure(
  logger: Logger,
  error: unknown,
  { what, timeZone }: { what: string; timeZone?: string },
): Failure {
  const words = chatWords(error, { timeZone });
  if (!(error instanceof DomainError)) {
    logger.error({ err: error }, `${what} failed`);
    return { words, retry: true };
  }
  logger.info({ code: error.code }, `${what} was refused`);
  return { words, retry: isOutage(error) };
}

/** True when it is the person who may not, so that other details would not help. */
export function isBarred(error: DomainError): boolean {
  return error.code === 'forbidden' || error.code === 'account_disabled' || isUnlinked(error);
}

/** True when the outcome is unknown, or nothing was even tried. */
export function isOutage(error: DomainError): boolean {
  return error.code === 'temporarily_unavailable' || error.code === 'rate_limited';
}
