import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { operations } from '../../../../api/client/client.js';
import type { Modal } from '../../../../domain/chat/block-types.js';
import { noticeModal } from '../../../../domain/chat/notice-modal.js';
import { whoModal } from '../../../../domain/chat/who-modal.js';
import { beforeStop } from '../../before-stop.js';
import { readClick, type ButtonClick, type Click } from '../../click.js';
import { asSlackUser, MODAL_PATIENCE_MS, PATIENT_DEADLINE_MS, type SlackDeps } from '../../deps.js';
import { explainFailure } from '../../failure-words.js';
import { NOT_OPENED_WORDS, openView } from '../../open-view.js';
import { settledWithin } from '../../settled-within.js';
import { showView } from '../../show-view.js';
import { tellPrivately } from '../../tell-privately.js';

type Args = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

const TITLE = 'Who?';
const NOT_SHOWN = 'Slack did not take the answer to Who? in time. Please ask again.';

/** Who?: the patient's name, in a modal that only the asker sees. The API checks whether they may, and notes it. */
export function createWho(deps: SlackDeps) {
  return async ({ ack, body, action }: Args): Promise<void> => {
    const click = readClick(body, action);
    const loading = noticeModal(TITLE, ':hourglass_flowing_sand: Looking up…');
    const opening = openView(deps, click.triggerId, loading);
    await settledWithin(opening, MODAL_PATIENCE_MS);
    await ack();
    deps.background.run('who', async (signal) => {
      const opened = await opening;
      if (typeof opened === 'string') return tellPrivately(deps, click, { text: NOT_OPENED_WORDS[opened] });
      const { viewId, hash } = opened;
      const open = { viewId, turn: deps.turns.take(viewId, hash), signal };
      const shown = await showView(deps, open, await answer(deps, click, signal));
      if (shown === 'FAILED') await tellPrivately(deps, click, { text: NOT_SHOWN });
    });
  };
}

async function answer(deps: SlackDeps, click: Click, signal: AbortSignal): Promise<Modal> {
  try {
    const call = { params: { id: click.sessionId }, deadlineMs: PATIENT_DEADLINE_MS };
    const asking = asSlackUser(deps, click.userId).call(operations.getSession, call);
    const { body } = await beforeStop(asking, signal);
    const { fullName, phone = null } = body.patient;
    return whoModal({ ...body, patientName: fullName, visitReason: body.visitReason ?? null, phone });
  } catch (error) {
    return noticeModal(TITLE, explainFailure(deps.logger, error, { what: 'Who?' }).words);
  }
}
