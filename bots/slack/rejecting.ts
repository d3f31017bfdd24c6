import type { SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { decodeRejectMetadata, type RejectMetadata } from '../../domain/chat/actions.js';
import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { chatWords } from '../errors.js';
import type { Outcome } from './approving.js';
import { showDecisionOnHome } from './decision-on-home.js';
import type { SlackDeps } from './deps.js';
import { followDecision } from './follow-decision.js';

export type SubmitArgs = Pick<SlackViewMiddlewareArgs<ViewSubmitAction>, 'ack' | 'body' | 'view'>;

/** What a modal that asks why was about. */
export interface Rejection extends RejectMetadata {
  userId: string;
  viewId: string;
}

export interface Rejecting<A> {
  /** The answers, or what is wrong with them by the field's block. */
  read(view: ViewOutput): { answers: A } | { errors: Record<string, string> };
  /** The field below which a failure is told. */
  reasonBlockId: string;
  send(rejection: Rejection, answers: A): Promise<Outcome>;
}

/** Failures after which the same modal may be sent again, so what was typed is kept. */
const KEEPS_MODAL: ReadonlySet<ErrorCode> = new Set([
  'temporarily_unavailable',
  'rate_limited',
  'reason_required',
  'validation_failed',
]);

/** A modal that asks why was sent: checks the fields, sends the decision, then acknowledges. */
export function createRejecting<A>(deps: SlackDeps, { read, reasonBlockId, send }: Rejecting<A>) {
  return async ({ ack, body, view }: SubmitArgs): Promise<void> => {
    const given = read(view);
    if ('errors' in given) return ack({ response_action: 'errors', errors: given.errors });
    const rejection = readRejection(body, view);
    try {
      const { decisionId, session } = await send(rejection, given.answers);
      await ack();
      if (decisionId !== null) followDecision(deps, { ...rejection, click: null }, decisionId);
      if (rejection.onHome) showDecisionOnHome(deps, rejection.userId, session);
    } catch (error) {
      // Told on the field, it needs no private answer; a modal that closes leaves the telling to the error handler.
      if (!(error instanceof DomainError) || !KEEPS_MODAL.has(error.code)) throw error;
      deps.logger.info({ code: error.code }, 'a rejection was refused');
      await ack({ response_action: 'errors', errors: { [reasonBlockId]: chatWords(error) } });
    }
  };
}

function readRejection(body: ViewSubmitAction, view: ViewOutput): Rejection {
  const metadata = decodeRejectMetadata(view.private_metadata);
  if (metadata === null) throw new DomainError('malformed_request', 'The modal carries no session.');
  return { ...metadata, userId: body.user.id, viewId: view.id };
}

/** What was typed into a field, without blanks around it. */
export function typedInto({ state }: ViewOutput, field: { blockId: string; actionId: string }): string {
  return (state.values[field.blockId]?.[field.actionId]?.value ?? '').trim();
}

export const NO_REASON = 'Please write a short note; blanks are not enough.';
