import type { RejectCategory } from '../session/types.js';

/** The doctor's choices, in the words of the reject modal and of the card. */
export const REJECT_CATEGORY_WORDS: Record<RejectCategory, string> = {
  TIME_UNAVAILABLE: 'I am not available at that time',
  NEEDS_OTHER_SPECIALTY: 'Another specialty is needed',
  NEEDS_PHONE_CALL: 'Please call the patient first',
  DUPLICATE: 'Already booked another time',
  OTHER: 'Other',
};
