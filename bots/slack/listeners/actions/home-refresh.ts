import type { BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { SlackDeps } from '../../deps.js';

type Args = Pick<SlackActionMiddlewareArgs<BlockAction>, 'ack' | 'body'>;

/** Refresh, Try again: draws the Home tab again. */
export function createHomeRefresh(deps: SlackDeps) {
  return async ({ ack, body }: Args): Promise<void> => {
    deps.background.run('Home tab', () => deps.home.refresh(body.user.id));
    await ack();
  };
}
