import type { SlackEventMiddlewareArgs } from '@slack/bolt';
import type { SlackDeps } from '../../deps.js';

type Args = Pick<SlackEventMiddlewareArgs<'app_home_opened'>, 'event'>;

/** Somebody looks at the app: its Home tab is drawn; the Messages tab needs nothing. */
export function createAppHomeOpened(deps: SlackDeps) {
  return ({ event }: Args): Promise<void> => {
    if (event.tab === 'home') deps.background.run('Home tab', () => deps.home.refresh(event.user));
    return Promise.resolve();
  };
}
