import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { replyModal } from '../../../../domain/chat/reply-modal.js';
import type { ButtonClick } from '../../click.js';
import { MODAL_PATIENCE_MS, type SlackDeps } from '../../deps.js';
import { NOT_OPENED_WORDS, openView } from '../../open-view.js';
import { settledWithin } from '../../settled-within.js';
import { readTaskClick } from '../../task-click.js';
import { tellPrivately } from '../../tell-privately.js';

type Args = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

/** Reply…: opens the modal for the answer, below the text as the post shows it. */
export function createTaskReply(deps: SlackDeps) {
  return async ({ ack, body, action }: Args): Promise<void> => {
    const click = readTaskClick(body, action);
    const { taskId, responseUrl } = click;
    const opening = openView(deps, click.triggerId, replyModal({ taskId, responseUrl }, click.shownText));
    await settledWithin(opening, MODAL_PATIENCE_MS);
    await ack();
    deps.background.run('reply modal', async () => {
      const opened = await opening;
      if (typeof opened === 'string') await tellPrivately(deps, click, { text: NOT_OPENED_WORDS[opened] });
    });
  };
}
