import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { holdsSlot } from '../../domain/session/types.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import { isBlank } from '../contract/primitives.js';
import type { Wish } from '../http/idempotency.js';

/** Who was refused what, and when. */
export interface Refused extends Pick<Wish, 'operationId'> {
  code: ErrorCode;
  role: Wish['actor']['role'];
  nowMs: number;
}

/** A refusal in words; `already_decided` tells who decided what, and when. */
export function refusal({ code, ...refused }: Refused, session: SessionView): DomainError {
  const { status, decidedBy, decidedAt } = session;
  switch (code) {
    case 'already_decided':
      return new DomainError(code, 'Somebody has decided this already.', {
        sessionStatus: status,
        decidedBy,
        decidedAt,
      });
    case 'stale_version':
      return new DomainError(code, 'The session has changed since you looked at it.', { sessionStatus: status });
    case 'invalid_transition':
      return new DomainError(code, whyNot(refused, session), { sessionStatus: status });
    case 'reason_required':
      return reasonRequired();
    default:
      return new DomainError(code, 'You may not do this with the session.');
  }
}

/** Refuses where nobody says why. */
export function demandReason(reason: string | undefined): asserts reason is string {
  if (reason === undefined || isBlank(reason)) throw reasonRequired();
}

function reasonRequired(): DomainError {
  return new DomainError('reason_required', 'Say why.', { errors: [{ pointer: '/reason', message: 'is required' }] });
}

const NOT_IN_THIS_STATE = 'This is not possible in the present state of the session.';

/** What stands in the way, as far as the session tells. */
function whyNot({ operationId, role, nowMs }: Omit<Refused, 'code'>, session: SessionView): string {
  const hasBegun = Date.parse(session.startsAt) <= nowMs;
  switch (operationId) {
    case 'cancelSession':
      return role === 'PATIENT' && holdsSlot(session.status) ? tooLateTo('call this session off') : NOT_IN_THIS_STATE;
    case 'moveSession':
      if (!holdsSlot(session.status)) return NOT_IN_THIS_STATE;
      if (session.move !== null) return 'Another time is proposed already; answer or withdraw that proposal first.';
      if (hasBegun) return 'The session has begun and cannot be moved any more.';
      return role === 'PATIENT' ? tooLateTo('move this session') : NOT_IN_THIS_STATE;
    case 'approveMove':
    case 'rejectMove':
    case 'withdrawMove':
      return session.move === null ? 'No other time is proposed for this session any more.' : NOT_IN_THIS_STATE;
    case 'completeSession':
    case 'markNoShow':
      return session.status === 'APPROVED' && !hasBegun ? 'The session has not begun yet.' : NOT_IN_THIS_STATE;
    case 'reopenSession':
      return whyNotReopened(session, hasBegun);
    default:
      return NOT_IN_THIS_STATE;
  }
}

function whyNotReopened({ status }: SessionView, hasBegun: boolean): string {
  if (holdsSlot(status)) return 'The session has not ended.';
  if (status === 'COMPLETED' || status === 'NO_SHOW') return 'The session is over; correct it by complete or no-show.';
  return hasBegun ? 'Its time has passed; book a new session.' : NOT_IN_THIS_STATE;
}

const tooLateTo = (what: string): string => `It is too late to ${what} here. Please call the clinic.`;
