/**
 * The one error family. A `DomainError` carries a code from this closed list; three mappers turn it into an HTTP
 * problem, chat words or an ApplicationFailure. Nothing else branches on messages.
 */
export const ERROR_CODES = [
  'malformed_request',
  'validation_failed',
  'unauthenticated',
  'invalid_credentials',
  'account_locked',
  'account_disabled',
  'forbidden',
  'csrf_failed',
  'not_found',
  'method_not_allowed',
  'payload_too_large',
  'unsupported_media_type',
  'email_taken',
  'slot_taken',
  'slot_not_bookable',
  'stale_version',
  'already_decided',
  'invalid_transition',
  'reason_required',
  'confirmation_required',
  'past_date',
  'idempotency_conflict',
  'rate_limited',
  'temporarily_unavailable',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Extra members of a problem, e.g. `alternatives`, `conflicts`, `errors`, `retryAfterSeconds`; plain JSON. */
export type ErrorDetails = Record<string, unknown>;

/** A refusal that a caller can act on. `message` is a sentence fit for the caller; `details` are problem members. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DomainError';
  }
}

/** True for a string that is one of our codes. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (ERROR_CODES as readonly string[]).includes(value);
}
