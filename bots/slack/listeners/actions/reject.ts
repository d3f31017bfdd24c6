import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { rejectModal } from '../../../../domain/chat/reject-modal.js';
import { readClick, type ButtonClick } from '../../click.js';
import { MODAL_PATIENCE_MS, type SlackDeps } from '../../deps.js';
import { settledWithin } from '../../settled-within.js';

type Args = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

/** Reject…: opens the modal that asks why. It needs nothing from the API, so the trigger is used at once. */
export function createReject(deps: SlackDeps) {
  return async ({ ack, body, action }: Args): Promise<void> => {
    const { sessionId, version, responseUrl, onHome, triggerId } = readClick(body, action);
    const opening = deps.slack.views.open({
      trigger_id: triggerId,
      view: rejectModal({ sessionId, version, responseUrl, onHome }),
    });
    await settledWithin(opening, MODAL_PATIENCE_MS);
    await ack();
    await opening;
  };
}
