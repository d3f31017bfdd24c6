import type { SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { operations } from '../../../../api/client/client.js';
import { decodeRejectMetadata, REJECT_VIEW } from '../../../../domain/chat/actions.js';
import { DomainError, type ErrorCode } from '../../../../domain/errors.js';
import { REJECT_CATEGORIES, type RejectCategory } from '../../../../domain/session/types.js';
import { chatWords } from '../../../errors.js';
import { asSlackUser, decisionDeadlineMs, type SlackDeps } from '../../deps.js';
import { showDecisionOnHome } from '../../decision-on-home.js';
import { followDecision } from '../../follow-decision.js';
import { idempotencyKey } from '../../idempotency-key.js';
import type { ApiSession } from '../../session-card.js';

type Args = Pick<SlackViewMiddlewareArgs<ViewSubmitAction>, 'ack' | 'body' | 'view'>;

/** Failures after which the same modal may be sent again, so what was typed is kept. */
const KEEPS_MODAL: ReadonlySet<ErrorCode> = new Set([
  'temporarily_unavailable',
  'rate_limited',
  'reason_required',
  'validation_failed',
]);

/** The reject modal was sent: checks both fields, sends the decision, then acknowledges. */
export function createRejectSubmit(deps: SlackDeps) {
  return async ({ ack, body, view }: Args): Promise<void> => {
    const answers = readAnswers(view);
    if ('errors' in answers) return ack({ response_action: 'errors', errors: answers.errors });
    const rejection = readRejection(body, view);
    try {
      const { decisionId, session } = await reject(deps, rejection, answers);
      await ack();
      if (decisionId !== null) followDecision(deps, { ...rejection, click: null }, decisionId);
      if (rejection.onHome) showDecisionOnHome(deps, rejection.userId, session);
    } catch (error) {
      // Told on the field, it needs no private answer; a modal that closes leaves the telling to the error handler.
      if (!(error instanceof DomainError) || !KEEPS_MODAL.has(error.code)) throw error;
      deps.logger.info({ code: error.code }, 'a rejection was refused');
      await ack({ response_action: 'errors', errors: { [REJECT_VIEW.reason.blockId]: chatWords(error) } });
    }
  };
}

interface Answers {
  category: RejectCategory;
  reason: string;
}

function readAnswers({ state }: ViewOutput): Answers | { errors: Record<string, string> } {
  const { category: categoryField, reason: reasonField } = REJECT_VIEW;
  const chosen = state.values[categoryField.blockId]?.[categoryField.actionId]?.selected_option?.value;
  const category = REJECT_CATEGORIES.find((known) => known === chosen);
  const reason = (state.values[reasonField.blockId]?.[reasonField.actionId]?.value ?? '').trim();
  if (category !== undefined && reason !== '') return { category, reason };
  return {
    errors: {
      ...(category === undefined && { [categoryField.blockId]: 'Please choose a reason.' }),
      ...(reason === '' && { [reasonField.blockId]: 'Please write a short note; blanks are not enough.' }),
    },
  };
}

interface Rejection {
  sessionId: string;
  version: number;
  responseUrl: string | null;
  onHome: boolean;
  userId: string;
  viewId: string;
}

function readRejection(body: ViewSubmitAction, view: ViewOutput): Rejection {
  const metadata = decodeRejectMetadata(view.private_metadata);
  if (metadata === null) throw new DomainError('malformed_request', 'The modal carries no session.');
  return { ...metadata, userId: body.user.id, viewId: view.id };
}

async function reject(
  deps: SlackDeps,
  rejection: Rejection,
  { category, reason }: Answers,
): Promise<{ decisionId: string | null; session: ApiSession | null }> {
  const { status, body } = await asSlackUser(deps, rejection.userId).call(operations.rejectSession, {
    params: { id: rejection.sessionId },
    body: { category, reason, version: rejection.version },
    idempotencyKey: idempotencyKey(rejection.viewId, rejection.userId, category, reason),
    deadlineMs: decisionDeadlineMs(),
  });
  return status === 202 ? { decisionId: body.decisionId, session: null } : { decisionId: null, session: body };
}
