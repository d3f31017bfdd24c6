import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { operations } from '../../../../api/client/client.js';
import type { Modal } from '../../../../domain/chat/blocks.js';
import { noticeModal } from '../../../../domain/chat/notice-modal.js';
import { whoModal } from '../../../../domain/chat/who-modal.js';
import { chatWords } from '../../../errors.js';
import { readClick, type ButtonClick, type Click } from '../../click.js';
import { asSlackUser, MODAL_PATIENCE_MS, PATIENT_DEADLINE_MS, type SlackDeps } from '../../deps.js';
import { settledWithin } from '../../settled-within.js';

type Args = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

const TITLE = 'Who?';

/** Who?: the patient's name, in a modal that only the asker sees. The API checks whether they may, and notes it. */
export function createWho(deps: SlackDeps) {
  return async ({ ack, body, action }: Args): Promise<void> => {
    const click = readClick(body, action);
    const opening = deps.slack.views.open({
      trigger_id: click.triggerId,
      view: noticeModal(TITLE, ':hourglass_flowing_sand: Looking up…'),
    });
    await settledWithin(opening, MODAL_PATIENCE_MS);
    await ack();
    const { view } = await opening;
    if (view?.id) await deps.slack.views.update({ view_id: view.id, view: await answer(deps, click) });
  };
}

async function answer(deps: SlackDeps, click: Click): Promise<Modal> {
  try {
    const call = { params: { id: click.sessionId }, deadlineMs: PATIENT_DEADLINE_MS };
    const { body } = await asSlackUser(deps, click.userId).call(operations.getSession, call);
    return whoModal({ ...body, patientName: body.patient.fullName, visitReason: body.visitReason ?? null });
  } catch (error) {
    return noticeModal(TITLE, chatWords(error));
  }
}
