import { toGsm7 } from './gsm7.js';
import type { MessageContext } from './message-context.js';
import { MAX_CLINIC_NAME, oneLine, shortened } from './names.js';

/** What somebody at the desk wrote, under the clinic's name. In GSM-7 unless that would lose letters. */
export function staffText({ clinicName, words, code }: MessageContext): string {
  const clinic = shortened(oneLine(clinicName), MAX_CLINIC_NAME);
  const typed = (words ?? '').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  // The code tells this text from an earlier one in the same words.
  const text = `${clinic}: ${typed}${code === null || typed.includes(code) ? '' : ` (${code})`}`;
  const spelled = toGsm7(text);
  return questionMarks(spelled) > questionMarks(text) ? text : spelled;
}

const questionMarks = (text: string): number => text.split('?').length;
