import type { SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { bookingModal } from '../../../../domain/chat/book-result.js';
import { readBookForm } from '../../../../domain/chat/book-state.js';
import { formFaults } from '../../../../domain/chat/book-submission.js';
import { DomainError } from '../../../../domain/errors.js';
import { sendBooking } from '../../book/send-booking.js';
import type { SlackDeps } from '../../deps.js';

type Args = Pick<SlackViewMiddlewareArgs<ViewSubmitAction>, 'ack' | 'body' | 'view'>;

/** The booking form was sent: faults go to their fields; else "Booking…" is shown at once, and the result follows. */
export function createBookSubmit(deps: SlackDeps) {
  return async ({ ack, body, view }: Args): Promise<void> => {
    const form = readBookForm(view);
    if (form === null) throw new DomainError('malformed_request', 'The modal is no booking form.');
    const faults = formFaults(view, form, deps.now().getTime());
    if (Object.keys(faults).length > 0) return ack({ response_action: 'errors', errors: faults });
    const { memo, wish, visitReason } = form;
    const sent = { userId: body.user.id, memo: { ...memo, wish }, visitReason };
    const turn = deps.turns.take(view.id);
    deps.turns.close(view.id, memo.attempt);
    await ack({ response_action: 'update', view: bookingModal(sent) });
    deps.background.run('booking', (signal) => sendBooking(deps, { viewId: view.id, turn, signal }, sent));
  };
}
