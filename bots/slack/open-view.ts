import { randomUUID } from 'node:crypto';
import type { Modal } from '../../domain/chat/block-types.js';
import type { SlackDeps } from './deps.js';
import { isUnclear, patiently, slackRefusal } from './patiently.js';

/** A modal that has just been opened, and Slack's mark of what it shows. */
export interface OpenedView {
  viewId: string;
  hash: string | undefined;
}

/** Slack has no such modal. UNCLEAR: it may be open, but Slack does not say. */
export type NotOpened = 'REFUSED' | 'UNCLEAR';

/** What a person is told. */
export const NOT_OPENED_WORDS: Record<NotOpened, string> = {
  REFUSED: 'The form could not be opened. Please try again.',
  UNCLEAR: 'Slack did not answer when the form was opened. If it has not come up, please try again.',
};

/**
 * Opens a modal. Its trigger is good once, so after an answer that was lost the modal is looked up by an id of ours.
 * Never throws.
 */
export async function openView(
  deps: Pick<SlackDeps, 'slack' | 'logger' | 'background'>,
  triggerId: string,
  modal: Modal,
): Promise<OpenedView | NotOpened> {
  const { slack, logger, background } = deps;
  const view = { ...modal, external_id: randomUUID() };
  try {
    return openedView(await slack.views.open({ trigger_id: triggerId, view }));
  } catch (error) {
    logger.warn({ err: error }, 'a modal could not be opened');
    if (!isUnclear(error)) return 'REFUSED';
  }
  try {
    const update = () => slack.views.update({ external_id: view.external_id, view });
    return openedView(await patiently(update, background.signal));
  } catch (error) {
    if (slackRefusal(error) === 'not_found') return 'REFUSED';
    logger.warn({ err: error }, 'it is not known whether a modal is open');
    return 'UNCLEAR';
  }
}

function openedView({ view }: { view?: { id?: string; hash?: string } }): OpenedView | NotOpened {
  return view?.id === undefined ? 'UNCLEAR' : { viewId: view.id, hash: view.hash };
}
