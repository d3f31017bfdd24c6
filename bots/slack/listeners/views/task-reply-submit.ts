import type { SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { operations } from '../../../../api/client/client.js';
import { decodeReplyMetadata, REPLY_VIEW } from '../../../../domain/chat/task-ids.js';
import { DomainError } from '../../../../domain/errors.js';
import { asSlackUser, decisionDeadlineMs, type SlackDeps } from '../../deps.js';
import { idempotencyKey } from '../../idempotency-key.js';
import { taskFailureWords } from '../../task-click.js';

type Args = Pick<SlackViewMiddlewareArgs<ViewSubmitAction>, 'ack' | 'body' | 'view'>;

/**
 * The answer to a text was sent: it goes to the API, then the modal closes and the post shows that it was answered. What stands
 * against it is told on the field, so that nothing that was typed is lost; the same words again are the same answer.
 */
export function createTaskReplySubmit(deps: SlackDeps) {
  return async ({ ack, body, view }: Args): Promise<void> => {
    const metadata = decodeReplyMetadata(view.private_metadata);
    if (metadata === null) throw new DomainError('malformed_request', 'The modal carries no task.');
    const fault = (words: string) => ack({ response_action: 'errors', errors: { [REPLY_VIEW.text.blockId]: words } });
    const text = typedText(view);
    if (text === '') return fault('Please write an answer; blanks are not enough.');
    try {
      await asSlackUser(deps, body.user.id).call(operations.replyToTask, {
        params: { id: metadata.taskId },
        body: { text },
        idempotencyKey: idempotencyKey(view.id, body.user.id, text),
        deadlineMs: decisionDeadlineMs(),
      });
      await ack();
    } catch (error) {
      await fault(taskFailureWords(deps, error, 'an answer to a text'));
    }
  };
}

function typedText({ state }: ViewOutput): string {
  const { blockId, actionId } = REPLY_VIEW.text;
  return (state.values[blockId]?.[actionId]?.value ?? '').trim();
}
