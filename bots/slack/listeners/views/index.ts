import type { App, ViewSubmitAction } from '@slack/bolt';
import { REJECT_VIEW } from '../../../../domain/chat/actions.js';
import { acknowledged } from '../../acknowledged.js';
import type { SlackDeps } from '../../deps.js';
import { createRejectSubmit } from './reject-submit.js';

/** Submissions of modals. */
export function register(app: App, deps: SlackDeps): void {
  app.view<ViewSubmitAction>(
    { callback_id: REJECT_VIEW.callbackId, type: 'view_submission' },
    acknowledged(createRejectSubmit(deps)),
  );
}
