import { operations } from '../../../../api/client/client.js';
import { REJECT_MOVE_VIEW } from '../../../../domain/chat/actions.js';
import type { Outcome } from '../../approving.js';
import { asSlackUser, decisionDeadlineMs, type SlackDeps } from '../../deps.js';
import { idempotencyKey } from '../../idempotency-key.js';
import { createRejecting, NO_REASON, typedInto, type Rejection } from '../../rejecting.js';

/** The modal that keeps the old time was sent, with its note. */
export function createRejectMoveSubmit(deps: SlackDeps) {
  const { reason: field } = REJECT_MOVE_VIEW;
  return createRejecting<string>(deps, {
    read: (view) => {
      const reason = typedInto(view, field);
      return reason === '' ? { errors: { [field.blockId]: NO_REASON } } : { answers: reason };
    },
    reasonBlockId: field.blockId,
    send: (rejection, reason) => rejectMove(deps, rejection, reason),
  });
}

async function rejectMove(deps: SlackDeps, rejection: Rejection, reason: string): Promise<Outcome> {
  const { status, body } = await asSlackUser(deps, rejection.userId).call(operations.rejectMove, {
    params: { id: rejection.sessionId },
    body: { reason, version: rejection.version },
    idempotencyKey: idempotencyKey(rejection.viewId, rejection.userId, reason),
    deadlineMs: decisionDeadlineMs(),
  });
  return status === 202 ? { decisionId: body.decisionId, session: null } : { decisionId: null, session: body };
}
