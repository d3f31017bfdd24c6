import type { SlackCommandMiddlewareArgs } from '@slack/bolt';
import { helpMessage } from '../../../../domain/chat/help.js';
import { isSubcommand, type Subcommand } from '../../../../domain/chat/subcommands.js';
import { DomainError } from '../../../../domain/errors.js';
import { chatWords } from '../../../errors.js';
import { answerInTime } from '../../answer-in-time.js';
import { createBookCommand } from '../../book-command.js';
import { openBookForm } from '../../book/open-form.js';
import type { SlackDeps } from '../../deps.js';
import { createLinkCommand } from '../../link-command.js';
import { createPendingCommand, createTodayCommand } from '../../list-commands.js';
import type { PrivateMessage } from '../../private-answer.js';

type Args = Pick<SlackCommandMiddlewareArgs, 'ack' | 'command'>;

/** One act of a person by slash command. */
export interface CommandCall {
  userId: string;
  /** What follows the subcommand. */
  text: string;
  triggerId: string;
}

/**
 * `/session …`: answered to the one who typed it, in the acknowledgement where the answer is ready in time. `book` alone
 * opens the form instead.
 */
export function createSessionCommand(deps: SlackDeps) {
  const subcommands: Record<Subcommand, (call: CommandCall) => Promise<PrivateMessage>> = {
    book: createBookCommand(deps),
    today: createTodayCommand(deps),
    pending: createPendingCommand(deps),
    link: createLinkCommand(deps),
    help: () => Promise.resolve(helpMessage(null)),
  };

  async function answer(subcommand: string, call: CommandCall): Promise<PrivateMessage> {
    if (!isSubcommand(subcommand)) return helpMessage(subcommand || null);
    try {
      return await subcommands[subcommand](call);
    } catch (error) {
      if (!(error instanceof DomainError)) deps.logger.error({ err: error, subcommand }, 'a slash command failed');
      return { text: chatWords(error) };
    }
  }

  return async ({ ack, command }: Args): Promise<void> => {
    const [, word = '', text = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(command.text ?? '') ?? [];
    const subcommand = word.toLowerCase();
    const { user_id: userId, trigger_id: triggerId, response_url: responseUrl } = command;
    if (subcommand === 'book' && text === '') {
      openBookForm(deps, { userId, triggerId, responseUrl });
      return ack();
    }
    await answerInTime(deps, { ack, responseUrl }, answer(subcommand, { userId, triggerId, text }));
  };
}
