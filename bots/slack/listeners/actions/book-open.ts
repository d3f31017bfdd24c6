import type { BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { openBookForm } from '../../book/open-form.js';
import type { SlackDeps } from '../../deps.js';

type Args = Pick<SlackActionMiddlewareArgs<BlockAction>, 'ack' | 'body'>;

/** Book a session, on Home: opens the form. */
export function createBookOpen(deps: SlackDeps) {
  return async ({ ack, body }: Args): Promise<void> => {
    openBookForm(deps, { userId: body.user.id, triggerId: body.trigger_id, responseUrl: body.response_url || null });
    await ack();
  };
}
