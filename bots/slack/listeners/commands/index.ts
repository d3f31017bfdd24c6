import type { App } from '@slack/bolt';
import { COMMAND } from '../../../../domain/chat/subcommands.js';
import { acknowledged } from '../../acknowledged.js';
import type { SlackDeps } from '../../deps.js';
import { createSessionCommand } from './session.js';

/** Slash commands. */
export function register(app: App, deps: SlackDeps): void {
  app.command(COMMAND, acknowledged(createSessionCommand(deps)));
}
