import { languageOf } from '../../time/language.js';
import type { Language } from '../../time/language.js';
import { beside, type Facts, otherTimes, shortWhen } from './facts.js';
import { smsSize, toGsm7 } from './gsm7.js';
import type { MessageContext } from './message-context.js';
import { doctorForms, MAX_CLINIC_NAME, oneLine, placeForms, shortened } from './names.js';
import { smsEnglish, stopEnglish } from './sms-english.js';
import { severalTexts } from './sms-several.js';
import { smsSpanish, stopSpanish } from './sms-spanish.js';
import { staffText } from './staff-text.js';

type Writer = (kind: MessageContext['kind'], facts: Facts, tight: boolean) => string;

const WRITERS: Record<Language, Writer> = { en: smsEnglish, es: smsSpanish };
const STOP: Record<Language, (tight: boolean) => string> = { en: stopEnglish, es: stopSpanish };

interface Wording {
  doctor: string;
  place: string | null;
  tight: boolean;
}

/**
 * The text for a phone, in GSM-7 where that says it. Of the wordings from the fullest to the tightest the first that fits one segment is
 * taken; where none does, the fullest that needs no more segments than the tightest.
 */
export function renderSms(context: MessageContext): string {
  const language = languageOf(context.language);
  const withStop = (text: string, tight: boolean): string =>
    context.firstMessage ? `${text} ${STOP[language](tight)}` : text;
  if (context.kind === 'STAFF_REPLY') return withStop(staffText(context), true);
  if ((context.sessions ?? []).length > 1)
    return fitting(severalTexts(context).map((text) => toGsm7(withStop(text, true))));
  const facts = commonFacts(context, language);
  const write = ({ doctor, place, tight }: Wording): string => {
    const text = WRITERS[language](context.kind, { ...facts, doctor, place }, tight);
    return toGsm7(withStop(text, tight));
  };
  const wordings = wordingsOf(context);
  const texts = wordings.map(write);
  return texts.find(fitsOneSegment) ?? cutDoctor(write, wordings) ?? shortestWhole(texts);
}

const fitting = (texts: string[]): string => texts.find(fitsOneSegment) ?? shortestWhole(texts);

/** From the fullest to the tightest: names shorten before words do. */
function wordingsOf({ doctorName, place, telehealthUrl }: MessageContext): Wording[] {
  const doctors = doctorName === null ? [''] : doctorForms(doctorName);
  const places = place === null || telehealthUrl !== null ? [null] : placeForms(place);
  return [false, true].flatMap((tight) =>
    places.flatMap((where) => doctors.map((doctor) => ({ doctor, place: where, tight }))),
  );
}

/** The tightest wording with as much of the doctor's name as fits; null when that would be unreadable. */
function cutDoctor(write: (wording: Wording) => string, wordings: Wording[]): string | null {
  const tightest = wordings.at(-1);
  if (tightest === undefined || tightest.doctor === '') return null;
  for (let width = tightest.doctor.length - 1; width >= SHORTEST_DOCTOR; width -= 1) {
    const text = write({ ...tightest, doctor: shortened(tightest.doctor, width) });
    if (fitsOneSegment(text)) return text;
  }
  return null;
}

const SHORTEST_DOCTOR = 5;

function shortestWhole(texts: string[]): string {
  const fewest = Math.min(...texts.map((text) => smsSize(text).segments));
  return texts.find((text) => smsSize(text).segments === fewest) ?? '';
}

/** `Wed 13 May 09:00, Dr Okafor`, or the time alone where the doctor is the same. */
function proposedBy({ proposal, startsAt, timeZone }: MessageContext, language: Language): string | null {
  if (!proposal) return null;
  const when = beside(proposal.startsAt, startsAt, { timeZone, language });
  const [full, short = full] = proposal.doctorName === null ? [] : doctorForms(proposal.doctorName);
  return short === undefined ? when : `${when}, ${short}`;
}

/** What all wordings share. */
function commonFacts(context: MessageContext, language: Language): Omit<Facts, 'doctor' | 'place'> {
  const { timeZone, startsAt, previousStartsAt = null } = context;
  return {
    clinic: shortened(oneLine(context.clinicName), MAX_CLINIC_NAME),
    when: shortWhen(context, language),
    link: context.telehealthUrl === null ? null : encodeURI(decodedUrl(context.telehealthUrl)),
    code: context.code,
    otherTimes: otherTimes(context),
    category: context.reasonCategory,
    status: context.status,
    cancelledBy: context.cancelledBy ?? null,
    previous: previousStartsAt === null ? null : beside(previousStartsAt, startsAt, { timeZone, language }),
    proposed: proposedBy(context, language),
    withOther: (context.proposal?.doctorName ?? null) !== null,
    awaiting: context.proposal?.awaiting ?? null,
    words: context.words ?? '',
  };
}

function decodedUrl(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

const fitsOneSegment = (text: string): boolean => smsSize(text).segments === 1;
