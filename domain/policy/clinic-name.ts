import { smsSize, toGsm7 } from '../notifications/catalogue/gsm7.js';
import { MAX_CLINIC_NAME, oneLine } from '../notifications/catalogue/names.js';

/**
 * Why a clinic may not have this name; null where it may. The name opens every text message: it has to fit beside the
 * rest of one segment, and to be spelled in the alphabet of text messages.
 */
export function clinicNameFault(name: string): string | null {
  if (name !== oneLine(name)) return 'must be one line without blanks at its ends or twice in a row';
  const foreign = [...new Set([...name].filter(isUnspeakable))];
  if (foreign.length > 0) return `has characters that no text message can spell: ${foreign.join(' ')}`;
  const spelled = toGsm7(name);
  if (spelled.trim() === '') return 'must have a letter in it';
  const length = Math.max([...name].length, smsSize(spelled).units);
  if (length <= MAX_CLINIC_NAME) return null;
  const asSpelled = [...name].length > MAX_CLINIC_NAME ? '' : ` as text messages spell it ("${spelled}")`;
  return `may have ${MAX_CLINIC_NAME} characters, and has ${length}${asSpelled}`;
}

/** Becomes a question mark, or nothing at all, where a text message should show it. */
function isUnspeakable(char: string): boolean {
  return (char !== '?' && toGsm7(char) === '?') || /^\p{Emoji_Presentation}$/u.test(char);
}
