import { freshMemo } from '../../../domain/chat/book-memo.js';
import { bookLoadingModal } from '../../../domain/chat/book-result.js';
import type { SlackDeps } from '../deps.js';
import { NOT_OPENED_WORDS, openView } from '../open-view.js';
import { tellPrivately } from '../tell-privately.js';
import { showLoadedForm } from './show-form.js';

export interface FormAsked {
  userId: string;
  triggerId: string;
  /** null on Home, where the answer is Home itself. */
  responseUrl: string | null;
}

const IN_ONE_LINE = 'You can also write all in one line: see `/session help`.';

/** Opens the modal before anybody is asked for anything: its trigger lives three seconds. Returns at once. */
export function openBookForm(deps: SlackDeps, { userId, triggerId, responseUrl }: FormAsked): void {
  const memo = freshMemo({ responseUrl, onHome: responseUrl === null });
  deps.background.run('booking form', async (signal) => {
    const wanted = { memo, visitReason: null };
    const opened = await openView(deps, triggerId, bookLoadingModal(wanted));
    if (typeof opened === 'string') {
      return tellPrivately(deps, { userId, ...memo }, { text: `${NOT_OPENED_WORDS[opened]} ${IN_ONE_LINE}` });
    }
    const turn = deps.turns.take(opened.viewId, opened.hash);
    await showLoadedForm(deps, { viewId: opened.viewId, turn, signal }, { userId, ...wanted });
  });
}
