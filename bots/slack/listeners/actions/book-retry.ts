import type { BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { decodeBookMemo } from '../../../../domain/chat/book-memo.js';
import { bookingModal } from '../../../../domain/chat/book-result.js';
import { readKeptReason } from '../../../../domain/chat/book-state.js';
import { DomainError } from '../../../../domain/errors.js';
import { readModalClick } from '../../book/modal-click.js';
import { sendBooking } from '../../book/send-booking.js';
import type { SlackDeps } from '../../deps.js';
import { showView } from '../../show-view.js';

type Args = Pick<SlackActionMiddlewareArgs<BlockAction>, 'ack' | 'body'>;

/** Try again after a booking without an answer: the same booking under the same key, so that it is made once only. */
export function createBookRetry(deps: SlackDeps) {
  return async ({ ack, body }: Args): Promise<void> => {
    const { userId, viewId, view, delivery } = readModalClick(body);
    await ack();
    const memo = decodeBookMemo(view.private_metadata);
    if (memo === null) throw new DomainError('malformed_request', 'The modal carries no booking.');
    const turn = deps.turns.takeOnce(viewId, delivery);
    if (turn === null) return;
    const sent = { userId, memo, visitReason: readKeptReason(view) };
    deps.background.run('booking', async (signal) => {
      const open = { viewId, turn, signal };
      await Promise.all([showView(deps, open, bookingModal(sent), { once: true }), sendBooking(deps, open, sent)]);
    });
  };
}
