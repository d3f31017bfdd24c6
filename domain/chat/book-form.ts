import type { Block, Choice, Modal } from './block-types.js';
import { context, plain } from './blocks.js';
import { dayField, listField, patientField, readDoctorValue, reasonField } from './book-fields.js';
import { BOOK_VIEW } from './book-ids.js';
import { encodeBookMemo, type BookClinic, type BookMemo, type BookWish } from './book-memo.js';
import { timeField } from './book-time-field.js';
import type { BookTimes } from './book-times.js';
import { LIMITS } from './limits.js';

export const BOOK_TITLE = 'Book a session';

/** The booking form as it is filled in. */
export interface BookForm {
  memo: BookMemo & { clinic: BookClinic };
  doctors: Choice[];
  places: Choice[];
  /** With the name, as the search gave it. */
  patient: Choice | null;
  wish: BookWish;
  visitReason: string | null;
}

/** The form with the free times of the chosen day, and with all that was entered. */
export function bookFormModal(form: BookForm, times: BookTimes): Modal {
  const { memo, doctors, places, patient, wish, visitReason } = form;
  return {
    type: 'modal',
    callback_id: BOOK_VIEW.callbackId,
    title: plain(BOOK_TITLE, LIMITS.viewTitle),
    submit: plain('Book', LIMITS.viewTitle),
    close: plain('Cancel', LIMITS.viewTitle),
    // A chosen time outlives a view that has no field for it.
    private_metadata: encodeBookMemo({ ...memo, wish: times.kind === 'FREE' ? null : wish }),
    blocks: [
      patientField(patient),
      listField({
        ...BOOK_VIEW.doctor,
        label: 'Doctor',
        placeholder: 'Choose a doctor',
        choices: doctors,
        chosen: doctors.find(({ value }) => readDoctorValue(value).id === wish.doctorId) ?? null,
      }),
      ...fullList(doctors, 'doctors'),
      listField({
        ...BOOK_VIEW.place,
        label: 'Place',
        placeholder: 'Choose a place',
        choices: places,
        chosen: places.find(({ value }) => value === wish.place) ?? places[0] ?? null,
      }),
      ...fullList(places, 'places'),
      dayField(wish.day, memo.dayGeneration),
      ...timeField({ times, wish, timeZone: memo.clinic.timeZone, generation: memo.timeGeneration }),
      reasonField(visitReason),
    ],
  };
}

/** A full list may be a cut one; whoever is missing from it can still be typed. */
function fullList(choices: Choice[], what: string): Block[] {
  if (choices.length < LIMITS.options) return [];
  return [
    context(`This list holds ${LIMITS.options} ${what} at most. If one is missing, type it: \`/session book …\`.`),
  ];
}

/** The form after its free times were found: a chosen time that is not among them is let go. */
export function withTimes(form: BookForm, times: BookTimes): BookForm {
  const { wish, memo } = form;
  if (wish.startsAt === null || times.kind === 'LOOKING' || times.kind === 'UNKNOWN') return form;
  if (times.kind === 'FREE' && times.startsAt.includes(wish.startsAt)) return form;
  return {
    ...form,
    wish: { ...wish, startsAt: null },
    memo: { ...memo, timeGeneration: memo.timeGeneration + 1 },
  };
}

/** The form with a day that was not entered in the day field. */
export function withDay(form: BookForm, day: string): BookForm {
  const { wish, memo } = form;
  return { ...form, wish: { ...wish, day }, memo: { ...memo, dayGeneration: memo.dayGeneration + 1 } };
}
