import type { ErrorCode } from '../../domain/errors.js';
import type { Operation } from './operation.js';
import type { ProblemCode } from './problem.js';

interface Kind {
  status: number;
  title: string;
}

/** Status and title of every code. */
export const PROBLEM_KINDS: Readonly<Record<ProblemCode, Kind>> = {
  malformed_request: { status: 400, title: 'The request cannot be read' },
  validation_failed: { status: 422, title: 'Some fields are not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  invalid_credentials: { status: 401, title: 'Email or password is wrong' },
  account_locked: { status: 423, title: 'Too many failed sign-ins' },
  account_disabled: { status: 403, title: 'This account is disabled' },
  forbidden: { status: 403, title: 'Not allowed' },
  csrf_failed: { status: 403, title: 'The CSRF token is missing or wrong' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  email_taken: { status: 409, title: 'This email is taken' },
  slot_taken: { status: 409, title: 'The slot is taken' },
  slot_not_bookable: { status: 422, title: 'The slot cannot be booked' },
  stale_version: { status: 409, title: 'It has changed meanwhile' },
  already_decided: { status: 409, title: 'Already decided' },
  invalid_transition: { status: 409, title: 'Not possible in this state' },
  reason_required: { status: 422, title: 'A reason is required' },
  confirmation_required: { status: 409, title: 'Confirmation is required' },
  past_date: { status: 422, title: 'The date is past' },
  idempotency_conflict: { status: 409, title: 'The key was used for another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  temporarily_unavailable: { status: 503, title: 'Temporarily unavailable' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
};

/** Every code that an operation can answer, those of its kind included. */
export function codesOf(operation: Operation): ProblemCode[] {
  const takesBody = operation.body !== undefined;
  const common: ErrorCode[] = [
    ...(operation.root ? [] : (['temporarily_unavailable'] as const)),
    // A body that is no JSON, a path that is not well encoded, a key that is none.
    ...(takesBody || operation.params || operation.idempotent ? (['malformed_request'] as const) : []),
    ...(takesBody ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
    ...(takesBody || operation.params || operation.query ? (['validation_failed'] as const) : []),
    ...(operation.idempotent ? (['idempotency_conflict'] as const) : []),
    ...accessCodes(operation),
  ];
  return [...new Set([...common, ...operation.errors, 'internal_error' as const])];
}

function accessCodes({ access, method }: Operation): ErrorCode[] {
  switch (access.kind) {
    case 'PUBLIC':
      return [];
    case 'OPERATOR':
      return ['forbidden'];
    case 'BOT':
      return ['unauthenticated', 'forbidden'];
    case 'PHONE':
      return ['unauthenticated', 'forbidden'];
    case 'USER':
    case 'BOT_OR_USER':
      return ['unauthenticated', 'forbidden', ...(method === 'GET' ? [] : (['csrf_failed'] as const))];
  }
}
