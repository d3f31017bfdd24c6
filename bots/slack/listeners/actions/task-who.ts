import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { operations } from '../../../../api/client/client.js';
import type { Modal } from '../../../../domain/chat/block-types.js';
import { noticeModal } from '../../../../domain/chat/notice-modal.js';
import { taskWhoModal } from '../../../../domain/chat/task-who-modal.js';
import { beforeStop } from '../../before-stop.js';
import type { ButtonClick } from '../../click.js';
import { asSlackUser, MODAL_PATIENCE_MS, PATIENT_DEADLINE_MS, type SlackDeps } from '../../deps.js';
import { NOT_OPENED_WORDS, openView } from '../../open-view.js';
import { settledWithin } from '../../settled-within.js';
import { showView } from '../../show-view.js';
import { readTaskClick, taskFailureWords, type TaskClick } from '../../task-click.js';
import { tellPrivately } from '../../tell-privately.js';

type Args = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

const TITLE = 'Who?';
const NOT_SHOWN = 'Slack did not take the answer to Who? in time. Please ask again.';

/** Who? on a task's post: name and number, in a modal that only the asker sees. The API checks whether they may, and notes it. */
export function createTaskWho(deps: SlackDeps) {
  return async ({ ack, body, action }: Args): Promise<void> => {
    const click = readTaskClick(body, action);
    const loading = noticeModal(TITLE, ':hourglass_flowing_sand: Looking up…');
    const opening = openView(deps, click.triggerId, loading);
    await settledWithin(opening, MODAL_PATIENCE_MS);
    await ack();
    deps.background.run('who of a task', async (signal) => {
      const opened = await opening;
      if (typeof opened === 'string') return tellPrivately(deps, click, { text: NOT_OPENED_WORDS[opened] });
      const { viewId, hash } = opened;
      const open = { viewId, turn: deps.turns.take(viewId, hash), signal };
      const shown = await showView(deps, open, await answer(deps, click, signal));
      if (shown === 'FAILED') await tellPrivately(deps, click, { text: NOT_SHOWN });
    });
  };
}

async function answer(deps: SlackDeps, { taskId, userId }: TaskClick, signal: AbortSignal): Promise<Modal> {
  try {
    const call = { params: { id: taskId }, deadlineMs: PATIENT_DEADLINE_MS };
    const { body } = await beforeStop(asSlackUser(deps, userId).call(operations.getTask, call), signal);
    return taskWhoModal({
      kind: body.kind,
      patientName: body.patient?.fullName ?? null,
      phone: body.phone ?? null,
      session: body.session ? { ...body.session, doctorName: body.session.doctor.fullName } : null,
      replies: body.replies.map(({ text, at, status }) => ({ text, at, arrived: ARRIVED[status] ?? null })),
      timeZone: body.timeZone,
    });
  } catch (error) {
    return noticeModal(TITLE, taskFailureWords(deps, error, 'Who? of a task'));
  }
}

/** What is on its way is neither. */
const ARRIVED: Partial<Record<string, boolean>> = { DELIVERED: true, FAILED: false, SUPPRESSED: false };
