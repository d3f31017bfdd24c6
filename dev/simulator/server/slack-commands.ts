import { SUBCOMMANDS } from '../../../domain/chat/subcommands.js';
import type { CommandTyped, Setting, SlackPerson } from '../contract.js';
import { impossible } from './errors.js';
import { channelOf } from './slack-channel.js';
import type { SlackDeps } from './slack-deps.js';
import type { Ack } from './slack-dispatch.js';
import { commandPayload } from './slack-payloads.js';

/** The slash commands, as they are entered in Slack's settings of the app. */
export const COMMANDS: Setting['commands'] = [
  {
    command: '/session',
    hint: Object.values(SUBCOMMANDS)
      .map(({ usage }) => usage)
      .join(' | '),
    description: 'Book a session and see what is on; `help` tells all of it',
  },
];

/** A person types a slash command. Whatever comes of it is shown in the channel, Slack's own words about a failure too. */
export function createCommand({ workspace, dispatch, teamId }: SlackDeps) {
  return async (person: SlackPerson, { channelId, text: typed }: CommandTyped): Promise<void> => {
    const [, command = '', text = ''] = /^(\S*)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
    if (!command.startsWith('/')) throw impossible('A command starts with a slash.');
    if (!COMMANDS.some((known) => known.command === command)) {
      throw impossible(`${command} is not a command of this workspace.`);
    }
    const channel = channelOf(await workspace.desk(person.id), channelId);
    const payload = commandPayload(
      { teamId, person },
      {
        command,
        text,
        channel,
        responseUrl: workspace.responseUrl(person.id, channelId, null),
        triggerId: await workspace.mintTrigger(person.id),
      },
    );
    const answer = answerOf(command, await dispatch(payload));
    if (answer !== null) await workspace.say(person.id, channelId, answer);
  };
}

/** A command acknowledged without words is answered by silence, or later by response_url. */
function answerOf(command: string, ack: Ack): object | null {
  if (ack.kind !== 'TAKEN') return { text: `${command} failed with the error "${slackErrorOf(ack)}"` };
  const { text, blocks } = ack.body;
  return text || (Array.isArray(blocks) && blocks.length > 0) ? ack.body : null;
}

function slackErrorOf(ack: Exclude<Ack, { kind: 'TAKEN' }>): string {
  switch (ack.kind) {
    case 'LATE':
      return 'operation_timeout';
    case 'UNREACHABLE':
      return 'dispatch_failed';
    case 'REFUSED':
      return ack.status >= 500 ? 'http_service_error' : 'http_client_error';
  }
}
