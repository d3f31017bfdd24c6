import type { App } from '@slack/bolt';
import type { SlackDeps } from '../../deps.js';
import { createAppHomeOpened } from './app-home-opened.js';

/** What happens in the workspace. Bolt acknowledges events by itself. */
export function register(app: App, deps: SlackDeps): void {
  app.event('app_home_opened', createAppHomeOpened(deps));
}
