import { SUBSTITUTES } from './letters.js';

/** The GSM 03.38 basic table; each character is one of the 160 of a segment. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table; each character counts twice. */
const EXTENDED = new Set('\f^{}\\[~]|€');

const SINGLE_SEGMENT = { 'GSM-7': 160, 'UCS-2': 70 } as const;
const LONG_SEGMENT = { 'GSM-7': 153, 'UCS-2': 67 } as const;

export interface SmsSize {
  encoding: 'GSM-7' | 'UCS-2';
  units: number;
  segments: number;
}

/** How a text is charged and split by the networks. */
export function smsSize(text: string): SmsSize {
  const encoding = isGsm7(text) ? 'GSM-7' : 'UCS-2';
  const units = encoding === 'GSM-7' ? gsm7Units(text) : text.length;
  const segments = units <= SINGLE_SEGMENT[encoding] ? 1 : Math.ceil(units / LONG_SEGMENT[encoding]);
  return { encoding, units, segments };
}

/** True when every character is in the GSM-7 tables. */
export function isGsm7(text: string): boolean {
  return [...text].every((char) => BASIC.has(char) || EXTENDED.has(char));
}

/** Rewrites a text in GSM-7: accents that GSM-7 lacks go, other scripts are spelled, what remains becomes `?`. */
export function toGsm7(text: string): string {
  return [...text.normalize('NFC')].map(gsm7Of).join('');
}

function gsm7Of(char: string): string {
  if (BASIC.has(char) || EXTENDED.has(char)) return char;
  const substitute = SUBSTITUTES.get(char);
  if (substitute !== undefined) return substitute;
  if (/\s/u.test(char)) return ' ';
  if (/^[\p{M}\p{Cf}\p{Cc}\p{Emoji_Presentation}]$/u.test(char)) return '';
  const base = char.normalize('NFKD').replace(/\p{M}/gu, '');
  if (base !== '' && base !== char) return [...base].map(gsm7Of).join('');
  return spelled(char) ?? '?';
}

/** Other scripts by their letters' sounds; an initial capital stays one. */
function spelled(char: string): string | null {
  const lower = char.toLowerCase();
  const latin = SUBSTITUTES.get(lower);
  if (latin === undefined) return null;
  return lower === char ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
}

function gsm7Units(text: string): number {
  return [...text].reduce((units, char) => units + (EXTENDED.has(char) ? 2 : 1), 0);
}
