import type { Block, Modal } from './block-types.js';
import { actions, button, context, plain, section } from './blocks.js';
import { bookedMessage, type BookedView } from './book-answer.js';
import { BOOK_TITLE } from './book-form.js';
import { BOOK_ACTIONS, KEPT_REASON_BLOCK_ID } from './book-ids.js';
import { encodeBookMemo, type BookMemo } from './book-memo.js';
import { dayAndTime } from './day-words.js';
import { LIMITS } from './limits.js';

/** What a view without fields has to keep. */
export interface Kept {
  memo: BookMemo;
  visitReason: string | null;
}

/** Shown at once, before anybody is asked for anything. It can be asked again, should whoever loads the form be lost. */
export function bookLoadingModal(kept: Kept): Modal {
  const words = ':hourglass_flowing_sand: One moment…';
  return unfinishedModal(BOOK_TITLE, { ...kept, words }, [
    button({
      actionId: BOOK_ACTIONS.retryForm,
      text: 'Ask again',
      value: 'again',
      accessibilityLabel: 'Load the booking form again, if it does not come',
    }),
  ]);
}

/** The booking is on its way; it can be sent again, should whoever sends it be lost. */
export function bookingModal(kept: Kept): Modal {
  const words = ':hourglass_flowing_sand: Booking…';
  return unfinishedModal(BOOK_TITLE, { ...kept, words }, [
    button({
      actionId: BOOK_ACTIONS.retryBooking,
      text: 'Ask again',
      value: 'again',
      accessibilityLabel: 'If no answer comes: send it again; it is made once only',
    }),
  ]);
}

/** The request stands. */
export function bookedModal(view: BookedView): Modal {
  return {
    type: 'modal',
    title: plain('Booked', LIMITS.viewTitle),
    close: plain('Done', LIMITS.viewTitle),
    blocks: bookedMessage(view).blocks,
  };
}

interface Unfinished extends Kept {
  /** mrkdwn: what is the matter. */
  words: string;
}

const ALTERNATIVES_MAX = 3;

/** A time that may be had in place of the one that was refused; perhaps in another room than the one asked for. */
export interface Alternative {
  /** ISO instant. */
  startsAt: string;
  otherRoom: boolean;
}

const NOT_BOOKED = 'Not booked';
const OTHER_ROOM = 'OTHER_ROOM';

/** What the button of an alternative carries; null for any other button. */
export function readAlternative(value: string | undefined): Alternative | null {
  const [startsAt = '', room] = (value ?? '').split(' ');
  return Number.isNaN(Date.parse(startsAt)) ? null : { startsAt, otherRoom: room === OTHER_ROOM };
}

/** A booking that was refused. */
export interface Refused extends Unfinished {
  alternatives: readonly Alternative[];
  timeZone: string;
  /** False where no other choice would help. */
  mayChoose: boolean;
}

/** The booking was refused; alternatives may be taken over into the form with one press. */
export function refusedModal(view: Refused): Modal {
  if (!view.mayChoose) return unfinishedModal(NOT_BOOKED, view, []);
  const others = view.alternatives.slice(0, ALTERNATIVES_MAX).map(({ startsAt, otherRoom }, index) => {
    const text = dayAndTime(startsAt, view.timeZone) + (otherRoom ? ', other room' : '');
    return button({
      actionId: `${BOOK_ACTIONS.choose}:${index + 1}`,
      text,
      value: otherRoom ? `${startsAt} ${OTHER_ROOM}` : startsAt,
      accessibilityLabel: `Choose ${text}`,
    });
  });
  const again = button({
    actionId: BOOK_ACTIONS.choose,
    text: 'Choose another time',
    value: 'form',
    accessibilityLabel: 'Back to the form to choose another time',
  });
  return unfinishedModal(NOT_BOOKED, view, [...others, again]);
}

/** Nobody knows whether the booking was made: asking again is safe. */
export function unansweredModal(view: Unfinished): Modal {
  return unfinishedModal('No answer yet', view, [
    retryButton(BOOK_ACTIONS.retryBooking, 'Send the same booking again; it is made once only'),
  ]);
}

/** The form cannot be shown. `retry` is false where trying again would not help. */
export function formFailedModal(view: Unfinished & { retry: boolean }): Modal {
  const label = 'Load the booking form again';
  return unfinishedModal(BOOK_TITLE, view, view.retry ? [retryButton(BOOK_ACTIONS.retryForm, label)] : []);
}

const retryButton = (actionId: string, accessibilityLabel: string) =>
  button({ actionId, text: 'Try again', value: 'again', style: 'primary', accessibilityLabel });

function unfinishedModal(title: string, view: Unfinished, buttons: ReturnType<typeof button>[]): Modal {
  return {
    type: 'modal',
    title: plain(title, LIMITS.viewTitle),
    close: plain('Close', LIMITS.viewTitle),
    private_metadata: encodeBookMemo(view.memo),
    blocks: [
      section(view.words),
      ...keptReason(view.visitReason),
      ...(buttons.length === 0 ? [] : [actions('book_next', ...buttons)]),
    ],
  };
}

/** Shown as it was typed, so that it can be read back into the form. */
function keptReason(visitReason: string | null): Block[] {
  if (visitReason === null) return [];
  return [context('*Visit reason*'), { type: 'section', block_id: KEPT_REASON_BLOCK_ID, text: plain(visitReason) }];
}
