import { bookFormModal, withTimes, type BookForm } from '../../../domain/chat/book-form.js';
import type { BookMemo } from '../../../domain/chat/book-memo.js';
import { bookLoadingModal, formFailedModal } from '../../../domain/chat/book-result.js';
import type { Modal } from '../../../domain/chat/block-types.js';
import { beforeStop } from '../before-stop.js';
import { asSlackUser, type SlackDeps } from '../deps.js';
import { explainFailure } from '../failure-words.js';
import { showingMeanwhile, showView, type OpenView } from '../show-view.js';
import { tellPrivately } from '../tell-privately.js';
import { findTimes } from './find-times.js';
import { loadForm } from './load-form.js';

export interface FormWanted {
  userId: string;
  memo: BookMemo;
  visitReason: string | null;
}

const NO_DOCTOR = 'There is no doctor whom you could book.';
const NOT_SHOWN = 'The booking form could not be shown. Please try again: what you see in it may be out of date.';

/** Loads the lists and draws the form into a modal that is open already; an outage is told there. */
export async function showLoadedForm(deps: SlackDeps, open: OpenView, wanted: FormWanted): Promise<void> {
  const { userId, memo, visitReason } = wanted;
  const loading = beforeStop(loadForm(asSlackUser(deps, userId), memo, visitReason), open.signal);
  try {
    const form = await showingMeanwhile(deps, open, { work: loading, meanwhile: bookLoadingModal(wanted) });
    if (form !== null) return await showForm(deps, open, { userId, form });
    await draw(deps, open, wanted, formFailedModal({ memo, visitReason, words: NO_DOCTOR, retry: false }));
  } catch (error) {
    const failure = explainFailure(deps.logger, error, { what: 'a booking form' });
    await draw(deps, open, wanted, formFailedModal({ memo, visitReason, ...failure }));
  }
}

/** Draws the form with the free times for what is chosen. */
export async function showForm(
  deps: SlackDeps,
  open: OpenView,
  { userId, form }: { userId: string; form: BookForm },
): Promise<void> {
  const search = { api: asSlackUser(deps, userId), logger: deps.logger, now: deps.now, signal: open.signal };
  const times = await showingMeanwhile(deps, open, {
    work: findTimes(search, form),
    meanwhile: bookFormModal(form, { kind: 'LOOKING' }),
  });
  await draw(deps, open, { userId, memo: form.memo }, bookFormModal(withTimes(form, times), times));
}

async function draw(
  deps: SlackDeps,
  open: OpenView,
  { userId, memo }: Pick<FormWanted, 'userId' | 'memo'>,
  view: Modal,
): Promise<void> {
  const shown = await showView(deps, open, view);
  // What stands there has a button to ask again, so a stopping process does not take the time to tell.
  if (shown === 'FAILED' && !open.signal.aborted) await tellPrivately(deps, { userId, ...memo }, { text: NOT_SHOWN });
}
