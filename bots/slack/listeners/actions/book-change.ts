import type { BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { withDay } from '../../../../domain/chat/book-form.js';
import { BOOK_ACTIONS } from '../../../../domain/chat/book-ids.js';
import { readBookForm } from '../../../../domain/chat/book-state.js';
import { DomainError } from '../../../../domain/errors.js';
import { readModalClick } from '../../book/modal-click.js';
import { showForm } from '../../book/show-form.js';
import type { SlackDeps } from '../../deps.js';

type Args = Pick<SlackActionMiddlewareArgs<BlockAction>, 'ack' | 'body'>;

/** A choice in the booking form, its button for another day, or its Try again: the free times are looked up anew. */
export function createBookChange(deps: SlackDeps) {
  return async ({ ack, body }: Args): Promise<void> => {
    const { userId, viewId, view, actionId, value, delivery } = readModalClick(body);
    await ack();
    const sent = readBookForm(view);
    if (sent === null) throw new DomainError('malformed_request', 'The modal is no booking form.');
    const turn = deps.turns.takeOnce(viewId, { ...delivery, attempt: sent.memo.attempt });
    if (turn === null) return;
    const form = actionId === BOOK_ACTIONS.takeDay && value !== undefined ? withDay(sent, value) : sent;
    deps.background.run('booking form', (signal) => showForm(deps, { viewId, turn, signal }, { userId, form }));
  };
}
