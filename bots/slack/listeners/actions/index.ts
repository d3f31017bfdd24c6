import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { ACTION_IDS } from '../../../../domain/chat/actions.js';
import { BOOK_ACTIONS, BOOK_VIEW } from '../../../../domain/chat/book-ids.js';
import { HOME_ACTIONS } from '../../../../domain/chat/home.js';
import { TASK_ACTIONS } from '../../../../domain/chat/task-ids.js';
import { acknowledged } from '../../acknowledged.js';
import type { SlackDeps } from '../../deps.js';
import { createApproveMove } from './approve-move.js';
import { createApprove } from './approve.js';
import { createBookChange } from './book-change.js';
import { createBookOpen } from './book-open.js';
import { createBookRetry } from './book-retry.js';
import { createBookReturn } from './book-return.js';
import { createHomeRefresh } from './home-refresh.js';
import { createRejectMove } from './reject-move.js';
import { createReject } from './reject.js';
import { createTaskClaim, createTaskDone } from './task-press.js';
import { createTaskReply } from './task-reply.js';
import { createTaskWho } from './task-who.js';
import { createWho } from './who.js';

/** Buttons of cards, of tasks, of Home and of the booking modal, and what is chosen there. */
export function register(app: App, deps: SlackDeps): void {
  registerTasks(app, deps);
  app.action<BlockAction<ButtonAction>>(ACTION_IDS.approve, acknowledged(createApprove(deps)));
  app.action<BlockAction<ButtonAction>>(ACTION_IDS.reject, acknowledged(createReject(deps)));
  app.action<BlockAction<ButtonAction>>(ACTION_IDS.approveMove, acknowledged(createApproveMove(deps)));
  app.action<BlockAction<ButtonAction>>(ACTION_IDS.rejectMove, acknowledged(createRejectMove(deps)));
  app.action<BlockAction<ButtonAction>>(ACTION_IDS.who, acknowledged(createWho(deps)));
  app.action<BlockAction>(HOME_ACTIONS.refresh, acknowledged(createHomeRefresh(deps)));
  app.action<BlockAction>(BOOK_ACTIONS.open, acknowledged(createBookOpen(deps)));
  app.action<BlockAction>(BOOK_ACTIONS.retryBooking, acknowledged(createBookRetry(deps)));
  const { patient, doctor, place, day } = BOOK_VIEW;
  const changes = [...[patient, doctor, place, day].map(({ actionId }) => actionId), BOOK_ACTIONS.takeDay];
  for (const actionId of [...changes, BOOK_ACTIONS.retryTimes]) {
    app.action<BlockAction>(actionId, acknowledged(createBookChange(deps)));
  }
  for (const actionId of [BOOK_ACTIONS.retryForm, new RegExp(`^${BOOK_ACTIONS.choose}(?::\\d+)?$`)]) {
    app.action<BlockAction>(actionId, acknowledged(createBookReturn(deps)));
  }
}

function registerTasks(app: App, deps: SlackDeps): void {
  app.action<BlockAction<ButtonAction>>(TASK_ACTIONS.claim, acknowledged(createTaskClaim(deps)));
  app.action<BlockAction<ButtonAction>>(TASK_ACTIONS.done, acknowledged(createTaskDone(deps)));
  app.action<BlockAction<ButtonAction>>(TASK_ACTIONS.reply, acknowledged(createTaskReply(deps)));
  app.action<BlockAction<ButtonAction>>(TASK_ACTIONS.who, acknowledged(createTaskWho(deps)));
}
