import { type Language, languageOf } from '../../time/language.js';
import { shortInstant, shortInstantWithoutZone } from '../../time/spoken.js';
import { zoneAbbreviation } from '../../time/zone-name.js';
import { smsSize, toGsm7 } from './gsm7.js';
import { MAX_CLINIC_NAME, oneLine, shortened } from './names.js';

export interface WhichSessionContext {
  language: string;
  clinicName: string;
  /** The clinic's zone: all times are told in it. */
  timeZone: string;
  /** What was answered, by the number of our option. */
  answer: 1 | 2 | 3;
  /** Soonest first. The name only where the number is shared by several patients. */
  options: { letter: string; startsAt: string; code: string; patientName: string | null }[];
  /** More than these are asked for by code. */
  mostLettered: number;
}

interface Words {
  which(clinic: string, options: string, letters: string): string;
  byCode(clinic: string, count: number, answer: number): string;
  or: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    which: (clinic, options, letters) => `${clinic}: which one? ${options}. Reply ${letters}.`,
    byCode: (clinic, count, answer) =>
      `${clinic}: you have ${count} sessions. Reply ${answer} and the code of the one you mean. The code is in our text about it.`,
    or: 'or',
  },
  es: {
    which: (clinic, options, letters) => `${clinic}: ¿qué cita? ${options}. Responda ${letters}.`,
    byCode: (clinic, count, answer) =>
      `${clinic}: tiene ${count} citas. Responda ${answer} y el código de la que quiere decir. Está en nuestro mensaje sobre ella.`,
    or: 'o',
  },
};

/**
 * "Which one?" in one GSM-7 segment. `lettered` is false where the sessions are too many, or look too much alike, to be
 * told apart by letters: then the text asks for a code.
 */
export function renderWhichSession(context: WhichSessionContext): { body: string; lettered: boolean } {
  const language = languageOf(context.language);
  const clinic = shortened(oneLine(context.clinicName), MAX_CLINIC_NAME);
  const words = WORDS[language];
  const byCode = toGsm7(words.byCode(clinic, context.options.length, context.answer));
  if (context.options.length > context.mostLettered) return { body: byCode, lettered: false };
  const letters = listed(
    context.options.map(({ letter }) => letter),
    words.or,
  );
  const texts = wordings(context, language).map((options) => toGsm7(words.which(clinic, options, letters)));
  const body = texts.find((text) => smsSize(text).segments === 1);
  return body === undefined ? { body: byCode, lettered: false } : { body, lettered: true };
}

/** From the fullest to the tightest; only those in which no two sessions read alike. */
function wordings({ timeZone, options }: WhichSessionContext, language: Language): string[] {
  const when = { timeZone, language };
  const zones = new Set(options.map(({ startsAt }) => zoneAbbreviation(Date.parse(startsAt), timeZone)));
  const names = options.map(({ patientName }) => firstName(patientName));
  const codes = options.map(({ code }) => ` ${code}`);
  const none = options.map(() => '');
  const forms: [before: string[], after: string[]][] = [
    [names, none],
    [none, none],
    [names, codes],
    [none, codes],
  ];
  const full = options.map(({ startsAt }) => shortInstant(startsAt, when));
  const short = zones.size === 1 ? options.map(({ startsAt }) => shortInstantWithoutZone(startsAt, when)) : null;
  return forms.flatMap(([before, after]) => {
    const withZone = told(options, joined(before, full, after));
    const zoneOnce = short === null ? [] : told(options, joined(before, short, after));
    return [...withZone, ...zoneOnce.map((text) => `${text} ${[...zones].join('')}`)];
  });
}

const joined = (before: string[], times: string[], after: string[]): string[] =>
  times.map((time, at) => `${before[at]}${time}${after[at]}`);

/** None where two sessions would read alike. */
function told(options: WhichSessionContext['options'], labels: string[]): string[] {
  if (new Set(labels.map(toGsm7)).size < labels.length) return [];
  return [options.map(({ letter }, at) => `${letter}: ${labels[at]}`).join(', ')];
}

const TITLE = /^(?:(?:prof|dr|dra|mr|mrs|ms|sr|sra)\.?\s+)+/iu;

function firstName(name: string | null): string {
  const first =
    oneLine(name ?? '')
      .replace(TITLE, '')
      .split(' ')[0] ?? '';
  return first === '' ? '' : `${first} `;
}

/** `A or B`, `A, B or C`. */
function listed(letters: readonly string[], or: string): string {
  return `${letters.slice(0, -1).join(', ')} ${or} ${letters.at(-1)}`;
}
