/** What the blocks, buttons and views of the booking modal are called. */
export const BOOK_VIEW = {
  callbackId: 'session_book',
  patient: { blockId: 'patient', actionId: 'book_patient' },
  doctor: { blockId: 'doctor', actionId: 'book_doctor' },
  place: { blockId: 'place', actionId: 'book_place' },
  reason: { blockId: 'reason', actionId: 'book_reason' },
  /** Block ids of these end in a generation: `day:1`. */
  day: { blockPrefix: 'day:', actionId: 'book_day' },
  time: { blockPrefix: 'time:', actionId: 'book_time' },
} as const;

export const BOOK_ACTIONS = {
  /** On Home: opens the modal. */
  open: 'book_open',
  /** Puts another day into the form; the day is the button's value. */
  takeDay: 'book_take_day',
  /** Looks for free times again. */
  retryTimes: 'book_retry_times',
  /** Loads the form again after an outage. */
  retryForm: 'book_retry_form',
  /** Sends the same booking again after an outage. */
  retryBooking: 'book_retry_booking',
  /** Back to the form, with the instant in the button's value where it has one; ids of several end in `:1`, `:2`… */
  choose: 'book_choose',
} as const;

/** The plain text block in which a view without fields shows the visit reason, and from which it is read back. */
export const KEPT_REASON_BLOCK_ID = 'kept_reason';

/** The one entry of a patient search that did not answer; it names nobody. */
export const SEARCH_FAILED = 'SEARCH_FAILED';

export const MIN_SEARCH_LENGTH = 2;
/** As long as the API takes it. */
export const VISIT_REASON_MAX = 2_000;
