import { escapeMrkdwn } from '../domain/chat/blocks.js';
import { HOW_TO_LINK_WORDS } from '../domain/chat/link-answer.js';
import { DomainError, type ErrorCode } from '../domain/errors.js';
import { shortInstant } from '../domain/time/spoken.js';
import { fieldWords } from './field-words.js';

/** The mapper from our errors to words that a person in a chat can act on. `timeZone` is the clinic's, for times. */
export function chatWords(error: unknown, { timeZone }: { timeZone?: string } = {}): string {
  if (!(error instanceof DomainError)) return UNEXPECTED;
  return isUnlinked(error) ? HOW_TO_LINK_WORDS : wordsOf(error.code, error, timeZone);
}

/** True when the person's chat account is linked to nobody. */
export function isUnlinked(error: unknown): boolean {
  return error instanceof DomainError && pointersOf(error).includes('/subject');
}

const UNEXPECTED = 'Something went wrong on our side. Nothing was changed that you cannot see; please try again.';

function wordsOf(code: ErrorCode, error: DomainError, timeZone: string | undefined): string {
  switch (code) {
    case 'already_decided':
      return alreadyDecided(error, timeZone);
    case 'stale_version':
      return 'This request has changed since that card was shown. Nothing was done; please look at the current card.';
    case 'invalid_transition':
      return 'That is no longer possible: the session has moved on. Nothing was changed.';
    case 'forbidden':
    case 'not_found':
      return 'You may not do that: it belongs to somebody else, or it is not there any more. Nothing was changed.';
    case 'account_disabled':
      return 'Your clinic account is disabled. Please ask the administrator.';
    case 'slot_taken':
      return `That time is already taken${takenWords(error)}.${alternativesWords(error, timeZone)}`;
    case 'slot_not_bookable':
      return `That time cannot be booked: ${reasonWords(error)}.${alternativesWords(error, timeZone)}`;
    case 'reason_required':
      return 'Please choose a category and write a reason.';
    case 'validation_failed':
      return `Something in that is not right${fieldWords(error)}. Nothing was changed.`;
    case 'past_date':
      return 'That day is already past.';
    case 'rate_limited':
      return `That was a lot at once. Please wait ${waitWords(error)} and try again.`;
    case 'temporarily_unavailable':
      return 'The clinic’s system did not answer in time. Please try again in a moment; asking twice does no harm.';
    case 'idempotency_conflict':
      return 'This was sent before with other details. What was sent first counts, and nothing was added: see `/session pending`.';
    case 'confirmation_required':
      return 'This needs a confirmation that only the web page offers.';
    case 'malformed_request':
    case 'payload_too_large':
    case 'unsupported_media_type':
    case 'method_not_allowed':
    case 'csrf_failed':
    case 'unauthenticated':
    case 'invalid_credentials':
    case 'account_locked':
    case 'email_taken':
      return UNEXPECTED;
  }
}

const MINUTE_SECONDS = 60;

/** Rounded up, so that whoever waits so long has waited long enough. */
function waitWords({ details }: DomainError): string {
  const seconds = Number(details.retryAfterSeconds);
  if (!(seconds > A_MOMENT_SECONDS)) return 'a moment';
  if (seconds <= MINUTE_SECONDS) return `${Math.ceil(seconds)} seconds`;
  return `${Math.ceil(seconds / MINUTE_SECONDS)} minutes`;
}

const A_MOMENT_SECONDS = 5;

const STATUS_WORDS: Record<string, string> = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
  EXPIRED: 'closed because nobody decided in time',
  CANCELLED: 'called off',
  COMPLETED: 'completed',
  NO_SHOW: 'closed: the patient did not come',
};

function alreadyDecided({ details }: DomainError, timeZone: string | undefined): string {
  const status = STATUS_WORDS[String(details.sessionStatus ?? details.status)] ?? 'decided';
  const name = (details.decidedBy as { fullName?: string } | null | undefined)?.fullName;
  const by = name === undefined ? '' : ` by ${escapeMrkdwn(name)}`;
  const at =
    typeof details.decidedAt === 'string' && timeZone ? `, ${shortInstant(details.decidedAt, { timeZone })}` : '';
  return `This request was already ${status}${by}${at}. Your answer changed nothing.`;
}

const LIST = new Intl.ListFormat('en-GB');
const RESOURCE_WORDS: Record<string, string> = { doctor: 'the doctor', room: 'the room', patient: 'the patient' };

function takenWords({ details }: DomainError): string {
  const names = listOf(details.conflicts).map((conflict) => RESOURCE_WORDS[String(conflict)] ?? String(conflict));
  return names.length === 0 ? '' : ` (${LIST.format(names)} ${names.length === 1 ? 'is' : 'are'} busy)`;
}

function reasonWords({ details }: DomainError): string {
  const reasons = listOf(details.reasons).map((reason) => (reason as { detail?: unknown }).detail);
  const words = reasons.filter((detail): detail is string => typeof detail === 'string');
  // Each is a sentence of its own where it comes from.
  const clauses = words.map((detail) => detail.charAt(0).toLowerCase() + detail.slice(1).replace(/\.$/, ''));
  return clauses.length === 0 ? 'it is outside the doctor’s hours' : escapeMrkdwn(clauses.join('; '));
}

function alternativesWords({ details }: DomainError, timeZone: string | undefined): string {
  const starts = listOf(details.alternatives).map((slot) => (slot as { startsAt?: unknown }).startsAt);
  const times = starts.filter((startsAt): startsAt is string => typeof startsAt === 'string').sort();
  if (timeZone === undefined) return '';
  if (times.length === 0) return ' No other time is free nearby.';
  return `\nFree nearby:\n${times.map((startsAt) => `• ${shortInstant(startsAt, { timeZone })}`).join('\n')}`;
}

function pointersOf({ code, details }: DomainError): string[] {
  if (code !== 'validation_failed') return [];
  return listOf(details.errors).map((error) => String((error as { pointer?: unknown }).pointer));
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
