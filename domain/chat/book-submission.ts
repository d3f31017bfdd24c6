import type { BookForm } from './book-form.js';
import { BOOK_VIEW } from './book-ids.js';
import { ANY_ROOM, TELEHEALTH, type BookWish } from './book-memo.js';
import { hasTimeField, searchFailed, type SentView } from './book-state.js';
import { dayFault, impossibleDay } from './book-times.js';

/** What `POST /sessions` needs. */
export interface Booking {
  doctorId: string;
  patientId: string;
  startsAt: string;
  roomId?: string;
  telehealth?: true;
  visitReason?: string;
}

/** Words by block id for every field that keeps the form from being sent; empty when it may go. */
export function formFaults(view: SentView, { wish, memo }: BookForm, nowMs: number): Record<string, string> {
  const dayBlock = `${BOOK_VIEW.day.blockPrefix}${memo.dayGeneration}`;
  const timeBlock = `${BOOK_VIEW.time.blockPrefix}${memo.timeGeneration}`;
  const mayChooseTime = hasTimeField(view);
  return {
    ...(wish.patientId === null && { [BOOK_VIEW.patient.blockId]: patientFault(view) }),
    ...(wish.doctorId === null && { [BOOK_VIEW.doctor.blockId]: 'Please choose a doctor.' }),
    ...(wish.day === null && { [dayBlock]: 'Please choose a day.' }),
    ...(mayChooseTime && wish.startsAt === null && { [timeBlock]: 'Please choose a time.' }),
    ...(!mayChooseTime && wish.day !== null && { [dayBlock]: timeFault(wish.day, { memo, nowMs }) }),
  };
}

function patientFault(view: SentView): string {
  return searchFailed(view)
    ? 'The search did not answer, so nobody is chosen. Please search again.'
    : 'Please choose a patient.';
}

function timeFault(day: string, { memo, nowMs }: { memo: BookForm['memo']; nowMs: number }): string {
  const impossible = impossibleDay(day, memo.clinic, nowMs);
  return (impossible && dayFault(impossible, day)) ?? 'There is no time to choose yet: see below.';
}

/** The booking that a complete wish stands for; null while something is missing. */
export function bookingOf(wish: BookWish | null, visitReason: string | null): Booking | null {
  if (wish === null) return null;
  const { doctorId, patientId, startsAt, place } = wish;
  if (doctorId === null || patientId === null || startsAt === null) return null;
  return {
    doctorId,
    patientId,
    startsAt,
    ...(place === TELEHEALTH ? { telehealth: true } : place === ANY_ROOM ? {} : { roomId: place }),
    ...(visitReason !== null && { visitReason }),
  };
}
