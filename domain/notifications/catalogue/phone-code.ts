import { languageOf, type Language } from '../../time/language.js';
import { smsSize, toGsm7 } from './gsm7.js';
import { MAX_CLINIC_NAME, oneLine, shortened } from './names.js';

export interface PhoneCodeContext {
  /** Language tag of the recipient, such as `en` or `es-MX`. */
  language: string;
  clinicName: string;
  /** How long the code is good. */
  minutes: number;
}

/** Stands where the code goes: the words are kept without it. */
const MARK = '######';

type Words = (clinic: string, minutes: number) => [sentences: string, warning: string];

const WORDS: Record<Language, Words> = {
  en: (clinic, minutes) => [
    `${clinic}: your code is ${MARK}, good for ${minutes} minutes. If you did not ask, ignore this text.`,
    'Reply STOP to get no texts.',
  ],
  es: (clinic, minutes) => [
    `${clinic}: su código es ${MARK} y vale ${minutes} minutos. Si no lo ha pedido, ignore este SMS.`,
    'Responda STOP para no recibir SMS.',
  ],
};

/**
 * The text that brings a code to a phone, in one GSM-7 segment whatever the clinic's name, with a mark in place of the
 * code. It may reach a stranger, so it says nothing of the person who asked, and how to stop.
 */
export function renderPhoneCode({ language, clinicName, minutes }: PhoneCodeContext): string {
  // Spelling another script can make a name longer, so it is cut afterwards.
  const clinic = shortened(toGsm7(oneLine(clinicName)), MAX_CLINIC_NAME);
  const [sentences, stop] = WORDS[languageOf(language)](clinic, minutes);
  const whole = toGsm7(`${sentences} ${stop}`);
  return smsSize(whole).segments === 1 ? whole : toGsm7(sentences);
}

/** The text as it is sent. A clinic's name may hold the mark too, and stands before it. */
export function withPhoneCode(text: string, code: string): string {
  const at = text.lastIndexOf(MARK);
  return text.slice(0, at) + code + text.slice(at + MARK.length);
}
