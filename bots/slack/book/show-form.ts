import { bookFormModal, withTimes, type BookForm } from '../../../domain/chat/book-form.js';
import type { BookMemo } from '../../../domain/chat/book-memo.js';
import { bookLoadingModal, formFailedModal } from '../../../domain/chat/book-result.js';
import { asSlackUser, type SlackDeps } from '../deps.js';
import { explainFailure } from '../failure-words.js';
import { showingMeanwhile, showView, type OpenView } from '../show-view.js';
import { findTimes } from './find-times.js';
import { loadForm } from './load-form.js';

export interface FormWanted {
  userId: string;
  memo: BookMemo;
  visitReason: string | null;
}

const NO_DOCTOR = 'There is no doctor whom you could book.';

/** Loads the lists and draws the form into a modal that is open already; an outage is told there. */
export async function showLoadedForm(deps: SlackDeps, open: OpenView, wanted: FormWanted): Promise<void> {
  const { userId, memo, visitReason } = wanted;
  const loading = loadForm(asSlackUser(deps, userId), memo, visitReason);
  try {
    const form = await showingMeanwhile(deps, open, { work: loading, meanwhile: bookLoadingModal() });
    if (form !== null) return await showForm(deps, open, { userId, form });
    await showView(deps, open, formFailedModal({ memo, visitReason, words: NO_DOCTOR, retry: false }));
  } catch (error) {
    const failure = explainFailure(deps.logger, error, { what: 'a booking form' });
    await showView(deps, open, formFailedModal({ memo, visitReason, ...failure }));
  }
}

/** Draws the form with the free times for what is chosen. */
export async function showForm(
  deps: SlackDeps,
  open: OpenView,
  { userId, form }: { userId: string; form: BookForm },
): Promise<void> {
  const search = { api: asSlackUser(deps, userId), logger: deps.logger, now: deps.now };
  const times = await showingMeanwhile(deps, open, {
    work: findTimes(search, form),
    meanwhile: bookFormModal(form, { kind: 'LOOKING' }),
  });
  await showView(deps, open, bookFormModal(withTimes(form, times), times));
}
