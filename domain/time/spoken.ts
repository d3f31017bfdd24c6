import { DateTime } from 'luxon';
import type { Language } from './language.js';
import { zoneAbbreviation } from './zone-name.js';

/** Own words instead of the runtime's, whose abbreviations change between versions. */
const WEEKDAYS: Record<Language, readonly string[]> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  es: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
};
const MONTHS: Record<Language, readonly string[]> = {
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  es: [
    'enero',
    'febrero',
    'marzo',
    'abril',
    'mayo',
    'junio',
    'julio',
    'agosto',
    'septiembre',
    'octubre',
    'noviembre',
    'diciembre',
  ],
};
const SHORT = 3;

export interface SpokenOptions {
  timeZone: string;
  language?: Language;
}

/** `Tue 12 May 10:30 CEST`: for texts and cards, where each character counts. */
export function shortInstant(iso: string, { timeZone, language = 'en' }: SpokenOptions): string {
  return `${shortInstantWithoutZone(iso, { timeZone, language })} ${zoneAbbreviation(Date.parse(iso), timeZone)}`;
}

/** `Tue 12 May 10:30`: where the zone is said elsewhere in the same text. */
export function shortInstantWithoutZone(iso: string, { timeZone, language = 'en' }: SpokenOptions): string {
  const local = inZone(iso, timeZone);
  const weekday = WEEKDAYS[language][local.weekday - 1]?.slice(0, SHORT);
  const month = MONTHS[language][local.month - 1]?.slice(0, SHORT);
  return `${weekday} ${local.day} ${month} ${local.toFormat('HH:mm')}`;
}

/** `Tuesday 12 May 2027, 10:30–11:00 CEST`, or without the end. */
export function longInstant(
  iso: string,
  { timeZone, language = 'en', endsAt = null }: SpokenOptions & { endsAt?: string | null },
): string {
  const start = inZone(iso, timeZone);
  const weekday = WEEKDAYS[language][start.weekday - 1];
  const month = MONTHS[language][start.month - 1];
  const date =
    language === 'es'
      ? `${weekday} ${start.day} de ${month} de ${start.year}`
      : `${weekday} ${start.day} ${month} ${start.year}`;
  const end = endsAt === null ? '' : `–${inZone(endsAt, timeZone).toFormat('HH:mm')}`;
  return `${date}, ${start.toFormat('HH:mm')}${end} ${zoneAbbreviation(start.toMillis(), timeZone)}`;
}

/** `10:30` on the clock of the zone. */
export function clockTime(iso: string, timeZone: string): string {
  return inZone(iso, timeZone).toFormat('HH:mm');
}

function inZone(iso: string, timeZone: string): DateTime<true> {
  const local = DateTime.fromISO(iso, { zone: timeZone });
  if (!local.isValid) throw new RangeError(`Not an instant in a known zone: "${iso}", "${timeZone}".`);
  return local;
}
