import { operations } from '../../api/client/client.js';
import { linkedMessage, missingCodeMessage, refusedCodeMessage } from '../../domain/chat/link-answer.js';
import { DomainError } from '../../domain/errors.js';
import { AFTER_ACK_DEADLINE_MS, type SlackDeps } from './deps.js';
import type { CommandCall } from './listeners/commands/session.js';
import type { PrivateMessage } from './private-answer.js';

/** `link CODE`: the code proves that the Slack account and the clinic account are the same person's. */
export function createLinkCommand(deps: SlackDeps) {
  return async ({ userId, text }: CommandCall): Promise<PrivateMessage> => {
    const code = text.replace(/[\s`"'<>]/g, '');
    if (code === '') return missingCodeMessage();
    try {
      const { body } = await deps.api.asBot.call(operations.linkChat, {
        body: { channel: 'SLACK', code, slackUserId: userId },
        deadlineMs: AFTER_ACK_DEADLINE_MS,
      });
      deps.background.run('Home tab', () => deps.home.refresh(userId));
      return linkedMessage(body.fullName);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'validation_failed') return refusedCodeMessage();
      throw error;
    }
  };
}
