import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { ACTION_IDS } from '../../../../domain/chat/actions.js';
import { acknowledged } from '../../acknowledged.js';
import type { SlackDeps } from '../../deps.js';
import { createApprove } from './approve.js';
import { createReject } from './reject.js';
import { createWho } from './who.js';

/** Buttons of cards. */
export function register(app: App, deps: SlackDeps): void {
  app.action<BlockAction<ButtonAction>>(ACTION_IDS.approve, acknowledged(createApprove(deps)));
  app.action<BlockAction<ButtonAction>>(ACTION_IDS.reject, acknowledged(createReject(deps)));
  app.action<BlockAction<ButtonAction>>(ACTION_IDS.who, acknowledged(createWho(deps)));
}
