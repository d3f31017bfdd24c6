import type { ViewOutput } from '@slack/bolt';
import { operations } from '../../../../api/client/client.js';
import { REJECT_VIEW } from '../../../../domain/chat/actions.js';
import { REJECT_CATEGORIES, type RejectCategory } from '../../../../domain/session/types.js';
import type { Outcome } from '../../approving.js';
import { asSlackUser, decisionDeadlineMs, type SlackDeps } from '../../deps.js';
import { idempotencyKey } from '../../idempotency-key.js';
import { createRejecting, NO_REASON, typedInto, type Rejection } from '../../rejecting.js';

/** The reject modal was sent: category and note, both required. */
export function createRejectSubmit(deps: SlackDeps) {
  return createRejecting<Answers>(deps, {
    read: readAnswers,
    reasonBlockId: REJECT_VIEW.reason.blockId,
    send: (rejection, answers) => reject(deps, rejection, answers),
  });
}

interface Answers {
  category: RejectCategory;
  reason: string;
}

function readAnswers(view: ViewOutput): { answers: Answers } | { errors: Record<string, string> } {
  const { category: categoryField, reason: reasonField } = REJECT_VIEW;
  const chosen = view.state.values[categoryField.blockId]?.[categoryField.actionId]?.selected_option?.value;
  const category = REJECT_CATEGORIES.find((known) => known === chosen);
  const reason = typedInto(view, reasonField);
  if (category !== undefined && reason !== '') return { answers: { category, reason } };
  return {
    errors: {
      ...(category === undefined && { [categoryField.blockId]: 'Please choose a reason.' }),
      ...(reason === '' && { [reasonField.blockId]: NO_REASON }),
    },
  };
}

async function reject(deps: SlackDeps, rejection: Rejection, { category, reason }: Answers): Promise<Outcome> {
  const { status, body } = await asSlackUser(deps, rejection.userId).call(operations.rejectSession, {
    params: { id: rejection.sessionId },
    body: { category, reason, version: rejection.version },
    idempotencyKey: idempotencyKey(rejection.viewId, rejection.userId, category, reason),
    deadlineMs: decisionDeadlineMs(),
  });
  return status === 202 ? { decisionId: body.decisionId, session: null } : { decisionId: null, session: body };
}
