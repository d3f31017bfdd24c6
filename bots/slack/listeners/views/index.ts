import type { App, ViewSubmitAction } from '@slack/bolt';
import { REJECT_MOVE_VIEW, REJECT_VIEW } from '../../../../domain/chat/actions.js';
import { BOOK_VIEW } from '../../../../domain/chat/book-ids.js';
import { REPLY_VIEW } from '../../../../domain/chat/task-ids.js';
import { acknowledged } from '../../acknowledged.js';
import type { SlackDeps } from '../../deps.js';
import { createBookSubmit } from './book-submit.js';
import { createRejectMoveSubmit } from './reject-move-submit.js';
import { createRejectSubmit } from './reject-submit.js';
import { createTaskReplySubmit } from './task-reply-submit.js';

/** Submissions of modals. */
export function register(app: App, deps: SlackDeps): void {
  app.view<ViewSubmitAction>(
    { callback_id: REJECT_VIEW.callbackId, type: 'view_submission' },
    acknowledged(createRejectSubmit(deps)),
  );
  app.view<ViewSubmitAction>(
    { callback_id: REJECT_MOVE_VIEW.callbackId, type: 'view_submission' },
    acknowledged(createRejectMoveSubmit(deps)),
  );
  app.view<ViewSubmitAction>(
    { callback_id: BOOK_VIEW.callbackId, type: 'view_submission' },
    acknowledged(createBookSubmit(deps)),
  );
  app.view<ViewSubmitAction>(
    { callback_id: REPLY_VIEW.callbackId, type: 'view_submission' },
    acknowledged(createTaskReplySubmit(deps)),
  );
}
