import { operations } from '../../../../api/client/client.js';
import { createApproving } from '../../approving.js';
import { asSlackUser, type SlackDeps } from '../../deps.js';

/** Approve new time: the session gets the time that was asked for. */
export function createApproveMove(deps: SlackDeps) {
  return createApproving(deps, async (click, deadlineMs) => {
    const { status, body } = await asSlackUser(deps, click.userId).call(operations.approveMove, {
      params: { id: click.sessionId },
      body: { version: click.version },
      idempotencyKey: click.key,
      deadlineMs,
    });
    return status === 202 ? { decisionId: body.decisionId, session: null } : { decisionId: null, session: body };
  });
}
