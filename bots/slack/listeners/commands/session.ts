import type { SlackCommandMiddlewareArgs } from '@slack/bolt';
import { helpMessage } from '../../../../domain/chat/help.js';
import { DomainError } from '../../../../domain/errors.js';
import { chatWords } from '../../../errors.js';
import { createBookCommand } from '../../book-command.js';
import type { SlackDeps } from '../../deps.js';
import { answerInTime } from '../../answer-in-time.js';
import type { PrivateMessage } from '../../private-answer.js';

type Args = Pick<SlackCommandMiddlewareArgs, 'ack' | 'command'>;

/** One act of a person by slash command. */
export interface CommandCall {
  userId: string;
  /** What follows the subcommand. */
  text: string;
  triggerId: string;
}

/** `/session …`: answered to the one who typed it, in the acknowledgement where the answer is ready in time. */
export function createSessionCommand(deps: SlackDeps) {
  const subcommands: Record<string, (call: CommandCall) => Promise<PrivateMessage>> = {
    book: createBookCommand(deps),
    help: () => Promise.resolve(helpMessage(null)),
  };

  async function answer(subcommand: string, call: CommandCall): Promise<PrivateMessage> {
    try {
      const run = Object.hasOwn(subcommands, subcommand) ? subcommands[subcommand] : undefined;
      return run ? await run(call) : helpMessage(subcommand || null);
    } catch (error) {
      if (!(error instanceof DomainError)) deps.logger.error({ err: error, subcommand }, 'a slash command failed');
      return { text: chatWords(error) };
    }
  }

  return async ({ ack, command }: Args): Promise<void> => {
    const [, subcommand = '', text = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(command.text ?? '') ?? [];
    const call = { userId: command.user_id, triggerId: command.trigger_id, text };
    await answerInTime(deps, { ack, responseUrl: command.response_url }, answer(subcommand.toLowerCase(), call));
  };
}
