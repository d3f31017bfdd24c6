import type { BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { BOOK_ACTIONS } from '../../../../domain/chat/book-ids.js';
import { ANY_ROOM, decodeBookMemo, type BookMemo } from '../../../../domain/chat/book-memo.js';
import { readAlternative } from '../../../../domain/chat/book-result.js';
import { readKeptReason } from '../../../../domain/chat/book-state.js';
import { DomainError } from '../../../../domain/errors.js';
import { localDateOf } from '../../../../domain/time/local-date.js';
import { readModalClick } from '../../book/modal-click.js';
import { showLoadedForm } from '../../book/show-form.js';
import type { SlackDeps } from '../../deps.js';

type Args = Pick<SlackActionMiddlewareArgs<BlockAction>, 'ack' | 'body'>;

/** Choose another time, one of the offered times, or Try again after an outage: back to the form, filled in as it was. */
export function createBookReturn(deps: SlackDeps) {
  return async ({ ack, body }: Args): Promise<void> => {
    const { userId, viewId, view, actionId, value, delivery } = readModalClick(body);
    await ack();
    const memo = decodeBookMemo(view.private_metadata);
    if (memo === null) throw new DomainError('malformed_request', 'The modal carries no booking.');
    const turn = deps.turns.takeOnce(viewId, delivery);
    if (turn === null) return;
    const wanted = {
      userId,
      memo: actionId === BOOK_ACTIONS.retryForm ? memo : nextAttempt(memo, value),
      visitReason: readKeptReason(view),
    };
    deps.background.run('booking form', (signal) => showLoadedForm(deps, { viewId, turn, signal }, wanted));
  };
}

/** The refused time is let go; another attempt is another booking, also where it asks for the same again. */
function nextAttempt(memo: BookMemo, value: string | undefined): BookMemo {
  const { wish, clinic } = memo;
  const alternative = readAlternative(value);
  const { startsAt = null, otherRoom = false } = alternative ?? {};
  return {
    ...memo,
    attempt: memo.attempt + 1,
    dayGeneration: memo.dayGeneration + 1,
    timeGeneration: memo.timeGeneration + 1,
    wish: wish && {
      ...wish,
      startsAt,
      day: startsAt !== null && clinic ? localDateOf(Date.parse(startsAt), clinic.timeZone) : wish.day,
      place: otherRoom ? ANY_ROOM : wish.place,
    },
  };
}
