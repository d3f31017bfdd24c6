import { type Language, languageOf } from '../../time/language.js';
import { clockTime, shortInstantWithoutZone } from '../../time/spoken.js';
import { zoneAbbreviation } from '../../time/zone-name.js';
import type { MessageContext, RemindedOf } from './message-context.js';
import { doctorForms, MAX_CLINIC_NAME, oneLine, placeForms, shortened } from './names.js';

interface Words {
  remind(clinic: string, day: string, list: string): string;
  seeYou(clinic: string, day: string, list: string): string;
}

const WORDS: Record<Language, Words> = {
  en: {
    remind: (clinic, day, list) =>
      `${clinic}: your sessions on ${day}: ${list}. Reply 1 to confirm, 2 if you cannot come, 3 to change.`,
    seeYou: (clinic, day, list) => `${clinic}: see you on ${day}: ${list}.`,
  },
  es: {
    remind: (clinic, day, list) =>
      `${clinic}: sus citas del ${day}: ${list}. Responda 1 si viene, 2 si no puede, 3 para cambiar.`,
    seeYou: (clinic, day, list) => `${clinic}: le esperamos el ${day}: ${list}.`,
  },
};

/** One text about all of a day's sessions, from the fullest to the tightest wording. Which one an answer is for is asked then. */
export function severalTexts({ kind, clinicName, timeZone, language: tag, sessions = [] }: MessageContext): string[] {
  const language = languageOf(tag);
  const clinic = shortened(oneLine(clinicName), MAX_CLINIC_NAME);
  const [first] = sessions;
  if (first === undefined) return [];
  const day = shortInstantWithoutZone(first.startsAt, { timeZone, language }).split(' ').slice(0, -1).join(' ');
  const zone = sharedZone(sessions, timeZone);
  const date = zone === null ? day : `${day} (${zone})`;
  const write = kind === 'SAME_DAY' ? WORDS[language].seeYou : WORDS[language].remind;
  return FORMS.map((form) => write(clinic, date, listOf(sessions, timeZone, form)));
}

interface Form {
  doctor: 'FULL' | 'SHORT' | 'NONE';
  place: boolean;
}

const FORMS: Form[] = [
  { doctor: 'FULL', place: true },
  { doctor: 'SHORT', place: true },
  { doctor: 'SHORT', place: false },
  { doctor: 'NONE', place: false },
];

/** Null on a day when the clocks change between the sessions: each is told with its own then. */
function sharedZone(sessions: RemindedOf[], timeZone: string): string | null {
  const zones = new Set(sessions.map(({ startsAt }) => zoneAbbreviation(Date.parse(startsAt), timeZone)));
  return zones.size === 1 ? ([...zones][0] ?? null) : null;
}

/** `10:30 Dr Haddad K7M2Q, 15:00 Dr Okafor M4RTC`. */
function listOf(sessions: RemindedOf[], timeZone: string, form: Form): string {
  const isZoneTold = sharedZone(sessions, timeZone) !== null;
  const items = sessions.map(({ startsAt, doctorName, place, code }) => [
    clockTime(startsAt, timeZone),
    isZoneTold ? '' : zoneAbbreviation(Date.parse(startsAt), timeZone),
    doctorOf(doctorName, form),
    form.place && place !== null ? `(${placeForms(place).at(-1)})` : '',
    code,
  ]);
  return items.map((parts) => parts.filter(Boolean).join(' ')).join(', ');
}

function doctorOf(name: string, { doctor }: Form): string {
  const forms = doctorForms(name);
  switch (doctor) {
    case 'FULL':
      return forms[0] ?? '';
    case 'SHORT':
      return forms[1] ?? forms[0] ?? '';
    case 'NONE':
      return '';
  }
}
