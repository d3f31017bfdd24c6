import type { ProblemCode } from '../api/failure.js';

/** What a refusal means for the person at the page. */
export const englishProblems: Record<ProblemCode, string> = {
  malformed_request: 'Something went wrong on this page. Reload it and try again.',
  validation_failed: 'Something in this form is not accepted.',
  unauthenticated: 'You are signed out. Sign in and try again.',
  invalid_credentials: 'Email or password is wrong.',
  account_locked:
    'Too many failed attempts. For safety, signing in is paused; choosing a new password by mail ends the pause.',
  account_disabled: 'This account is disabled. Please call the clinic.',
  forbidden: 'Your account may not do this.',
  csrf_failed: 'This page is out of date. Reload it and try again.',
  not_found: 'That is not there any more.',
  method_not_allowed: 'Something went wrong on this page. Reload it and try again.',
  payload_too_large: 'That is too long.',
  unsupported_media_type: 'Something went wrong on this page. Reload it and try again.',
  email_taken: 'There is an account with this address already.',
  slot_taken: 'That time has just been taken.',
  slot_not_bookable: 'That time cannot be booked.',
  stale_version: 'This has changed meanwhile. Look again before you go on.',
  already_decided: 'This has been decided already.',
  invalid_transition: 'That is not possible any more.',
  reason_required: 'A reason is needed.',
  confirmation_required: 'This needs your confirmation.',
  past_date: 'That date is past.',
  idempotency_conflict: 'Something went wrong on this page. Reload it and try again.',
  rate_limited: 'That was tried too often.',
  temporarily_unavailable: 'The clinic’s server cannot do this just now.',
  internal_error: 'Something went wrong on our side. Please try again.',
};
