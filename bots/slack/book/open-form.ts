import { freshMemo } from '../../../domain/chat/book-memo.js';
import { bookLoadingModal } from '../../../domain/chat/book-result.js';
import type { SlackDeps } from '../deps.js';
import { tellPrivately } from '../tell-privately.js';
import { showLoadedForm } from './show-form.js';

export interface FormAsked {
  userId: string;
  triggerId: string;
  /** null on Home, where the answer is Home itself. */
  responseUrl: string | null;
}

const NOT_OPENED = 'The form could not be opened. Please try again, or write all in one line: see `/session help`.';

/** Opens the modal before anybody is asked for anything: its trigger lives three seconds. Returns at once. */
export function openBookForm(deps: SlackDeps, { userId, triggerId, responseUrl }: FormAsked): void {
  const onHome = responseUrl === null;
  deps.background.run('booking form', async (signal) => {
    const viewId = await openLoading(deps, triggerId);
    if (viewId === null) return tellPrivately(deps, { userId, responseUrl, onHome }, { text: NOT_OPENED });
    const turn = deps.turns.take(viewId);
    if (turn === null) return;
    const memo = freshMemo({ responseUrl, onHome });
    await showLoadedForm(deps, { viewId, turn, signal }, { userId, memo, visitReason: null });
  });
}

async function openLoading(deps: SlackDeps, triggerId: string): Promise<string | null> {
  try {
    const { view } = await deps.slack.views.open({ trigger_id: triggerId, view: bookLoadingModal() });
    return view?.id ?? null;
  } catch (error) {
    deps.logger.warn({ err: error }, 'a modal could not be opened');
    return null;
  }
}
