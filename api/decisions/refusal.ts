import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { isTerminal } from '../../domain/session/types.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { Wish } from '../http/idempotency.js';

/** A session that goes on can be called off by everybody but a patient after the cut-off. */
export function isPastCutoff(
  { operationId }: Pick<Wish, 'operationId'>,
  code: ErrorCode | null,
  { status }: SessionView,
): boolean {
  return operationId === 'cancelSession' && code === 'invalid_transition' && !isTerminal(status);
}

export function pastCutoff({ status }: SessionView): DomainError {
  return new DomainError(
    'invalid_transition',
    'It is too late to call this session off here. Please call the clinic.',
    {
      sessionStatus: status,
    },
  );
}

/** A refusal in words; `already_decided` tells who decided what, and when. */
export function refusal(
  code: ErrorCode,
  session: Pick<SessionView, 'status' | 'decidedBy' | 'decidedAt'>,
): DomainError {
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
      return new DomainError(code, 'This is not possible in the present state of the session.', {
        sessionStatus: status,
      });
    case 'reason_required':
      return new DomainError(code, 'Say why.', { errors: [{ pointer: '/reason', message: 'is required' }] });
    default:
      return new DomainError(code, 'You may not do this with the session.');
  }
}
