import { operations } from '../../../api/client/client.js';
import type { Modal } from '../../../domain/chat/block-types.js';
import { bookedMessage, type BookedView } from '../../../domain/chat/book-answer.js';
import { ANY_ROOM, TELEHEALTH, type BookMemo } from '../../../domain/chat/book-memo.js';
import { bookedModal, refusedModal, unansweredModal, type Alternative } from '../../../domain/chat/book-result.js';
import { bookingOf, type Booking } from '../../../domain/chat/book-submission.js';
import { DomainError } from '../../../domain/errors.js';
import { beforeStop } from '../before-stop.js';
import { asSlackUser, PATIENT_DEADLINE_MS, type SlackDeps } from '../deps.js';
import { explainFailure, isBarred, isOutage } from '../failure-words.js';
import { idempotencyKey } from '../idempotency-key.js';
import type { PrivateMessage } from '../private-answer.js';
import { showView, type OpenView } from '../show-view.js';
import { tellPrivately } from '../tell-privately.js';

export interface BookingSent {
  userId: string;
  /** With the whole wish. */
  memo: BookMemo;
  visitReason: string | null;
}

interface Result {
  booked: boolean;
  modal: Modal;
  /** For somebody who has closed the modal. */
  message: PrivateMessage;
}

/**
 * Books, and shows in the modal what came of it; to whoever cannot see it there, privately. A process that is to stop
 * waits a little longer and then shows that there was no answer: asking again is safe.
 */
export async function sendBooking(deps: SlackDeps, open: OpenView, sent: BookingSent): Promise<void> {
  const { booked, modal, message } = await resultOf(deps, open, sent);
  const { responseUrl, onHome } = sent.memo;
  const shown = await showView(deps, open, modal, { final: true });
  const unseen = shown === 'CLOSED' || (shown === 'FAILED' && !open.signal.aborted);
  if (unseen || (onHome && booked)) await tellPrivately(deps, { userId: sent.userId, responseUrl, onHome }, message);
}

async function resultOf(deps: SlackDeps, { viewId, signal }: OpenView, sent: BookingSent): Promise<Result> {
  try {
    const booking = bookingOf(sent.memo.wish, sent.visitReason);
    if (booking === null) throw new DomainError('malformed_request', 'The modal carries no whole booking.');
    const booked = await beforeStop(book(deps, { viewId, sent, booking }), signal);
    return { booked: true, modal: bookedModal(booked), message: bookedMessage(booked) };
  } catch (error) {
    return refusalOf(deps, sent, error);
  }
}

/** The key names the attempt, not what it asks for: whichever process gets a second sending, only one of them counts. */
async function book(
  deps: SlackDeps,
  { viewId, sent, booking }: { viewId: string; sent: BookingSent; booking: Booking },
): Promise<BookedView> {
  const { userId, memo } = sent;
  const { body } = await asSlackUser(deps, userId).call(operations.bookSession, {
    body: booking,
    idempotencyKey: idempotencyKey('book', viewId, userId, String(memo.attempt)),
    deadlineMs: PATIENT_DEADLINE_MS,
  });
  return {
    ...body,
    place: body.room?.name ?? null,
    doctorName: body.doctor.fullName,
    patientName: body.patient.fullName,
  };
}

function refusalOf(deps: SlackDeps, { memo, visitReason }: BookingSent, error: unknown): Result {
  const timeZone = memo.clinic?.timeZone;
  const { words } = explainFailure(deps.logger, error, { what: 'a booking', timeZone });
  const unfinished = { memo, words, visitReason };
  const refused = { booked: false, message: { text: words } };
  if (!(error instanceof DomainError) || isOutage(error)) return { ...refused, modal: unansweredModal(unfinished) };
  const alternatives = alternativesOf(error, memo.wish?.place ?? ANY_ROOM);
  const mayChoose = !isBarred(error);
  return { ...refused, modal: refusedModal({ ...unfinished, alternatives, timeZone: timeZone ?? 'UTC', mayChoose }) };
}

function alternativesOf({ details }: DomainError, place: string): Alternative[] {
  const slots = Array.isArray(details.alternatives) ? (details.alternatives as Partial<Slot>[]) : [];
  const found = slots.flatMap(({ startsAt, roomIds }) => {
    if (typeof startsAt !== 'string') return [];
    const bound = place !== ANY_ROOM && place !== TELEHEALTH;
    return [{ startsAt, otherRoom: bound && Array.isArray(roomIds) && !roomIds.includes(place) }];
  });
  return found.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}

interface Slot {
  startsAt: string;
  roomIds: string[];
}
