import { type Language, languageOf } from '../../time/language.js';
import { longInstant, shortInstant } from '../../time/spoken.js';
import { draftAsHtml, draftAsText, type EmailDraft } from './email-draft.js';
import { emailEnglish } from './email-english.js';
import { emailSpanish } from './email-spanish.js';
import type { EmailWords, EmailWordsContext } from './email-words.js';
import { offeredTimes, shortWhen } from './facts.js';
import type { MessageContext } from './message-context.js';
import { oneLine } from './names.js';

export interface EmailMessage {
  subject: string;
  text: string;
  html: string;
}

const WORDS: Record<Language, EmailWords> = { en: emailEnglish, es: emailSpanish };

/** The email to the patient, as text and as simple HTML that says the same. */
export function renderEmail(context: MessageContext): EmailMessage {
  const language = languageOf(context.language);
  const draft = draftOf(context, language);
  return { subject: draft.subject, text: draftAsText(draft), html: draftAsHtml(draft, language) };
}

function draftOf(context: MessageContext, language: Language): EmailDraft {
  const words = WORDS[language];
  const clinic = oneLine(context.clinicName);
  const sentences = sentencesOf(context, clinic, language);
  const times = offeredTimes(context).map((time) => longInstant(time, { timeZone: context.timeZone, language }));
  const offered = times.length === 0 ? null : { label: words.otherTimes, items: times };
  return {
    subject: `${clinic}: ${words.subject(sentences)}`,
    greeting: words.greeting(context.patientName === null ? null : oneLine(context.patientName)),
    paragraphs: words.paragraphs(sentences),
    details: sentences.several ? [] : detailsOf(context, language, words.labels),
    list: sentences.several ? { label: words.thatDay, items: sessionItems(context, language) } : offered,
    closing: [words.closing, clinic],
  };
}

function sentencesOf(context: MessageContext, clinic: string, language: Language): EmailWordsContext {
  const { kind, timeZone, proposal, sessions = [], previousStartsAt = null } = context;
  const several = sessions.length > 1;
  return {
    kind,
    clinic,
    doctor: oneLine(context.doctorName ?? ''),
    when: several ? longDay(context, language) : shortWhen(context, language),
    category: context.reasonCategory,
    status: context.status,
    cancelledBy: context.cancelledBy ?? null,
    proposed: proposal ? shortInstant(proposal.startsAt, { timeZone, language }) : null,
    awaiting: proposal?.awaiting ?? null,
    hasNewTime: previousStartsAt !== null,
    several,
    words: oneLine(context.words ?? ''),
  };
}

/** `Wednesday 12 May 2027`. */
function longDay({ sessions = [], timeZone }: MessageContext, language: Language): string {
  const [first] = sessions;
  return first === undefined ? '' : longInstant(first.startsAt, { timeZone, language }).replace(/,[^,]*$/, '');
}

/** `10:30–11:00 CEST, Dr Haddad, Room 2, first floor, code K7M2Q`; a link in its own parentheses, so that it stands alone. */
function sessionItems({ sessions = [], timeZone }: MessageContext, language: Language): string[] {
  const { code: label } = WORDS[language].labels;
  return sessions.map(({ startsAt, endsAt, doctorName, place, telehealthUrl, code }) => {
    const [, time = ''] = longInstant(startsAt, { timeZone, language, endsAt }).split(', ');
    const where = telehealthUrl === null ? place : `( ${telehealthUrl} )`;
    return [time, doctorName, where, `${label} ${code}`]
      .filter((part) => part !== null)
      .map(oneLine)
      .join(', ');
  });
}

function detailsOf(context: MessageContext, language: Language, labels: EmailWords['labels']): EmailDraft['details'] {
  const { doctorName, place, telehealthUrl, code, proposal, kind } = context;
  const all: [label: string, value: string | null][] = [
    ...timesOf(context, language, labels),
    [labels.doctor, kind === 'MOVE_PROPOSED' ? (proposal?.doctorName ?? doctorName) : doctorName],
    [labels.where, tellsPlace(context) ? place : null],
    [labels.link, tellsPlace(context) ? telehealthUrl : null],
    [labels.code, code],
  ];
  return all.flatMap(([label, value]): EmailDraft['details'] =>
    value === null || value === '' ? [] : [[label, oneLine(value)]],
  );
}

/** The session's time, beside the one that it had, or the one that is suggested. */
function timesOf(
  { kind, status, startsAt, endsAt, timeZone, previousStartsAt = null, proposal = null }: MessageContext,
  language: Language,
  labels: EmailWords['labels'],
): [label: string, value: string | null][] {
  const told = (iso: string, end: string | null = null): string =>
    longInstant(iso, { timeZone, language, endsAt: end });
  const when = startsAt === null ? null : told(startsAt, endsAt);
  if (kind === 'MOVE_PROPOSED' && proposal !== null) {
    return [
      [status === 'PENDING' ? labels.requestedTime : labels.presentTime, when],
      [labels.proposedTime, told(proposal.startsAt, proposal.endsAt)],
      [labels.answerBy, proposal.dueAt === null ? null : told(proposal.dueAt)],
    ];
  }
  if (kind !== 'MOVED' || previousStartsAt === null) return [[labels.when, when]];
  return [
    [labels.newTime, when],
    [labels.oldTime, told(previousStartsAt)],
  ];
}

/** No link and no address before approval, none after the end. */
function tellsPlace({ kind, status }: MessageContext): boolean {
  switch (kind) {
    case 'APPROVED':
      return true;
    case 'REMINDER':
    case 'SAME_DAY':
      return true;
    case 'CONFIRMED':
    case 'CHANGE_REQUESTED':
    case 'LATE_ANSWER':
    case 'MOVED':
    case 'REOPENED':
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
      return status === 'APPROVED';
    case 'BOOKED':
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case 'DECLINED':
    case 'NOT_UNDERSTOOD':
    case 'MOVE_PROPOSED':
    case 'STAFF_REPLY':
      return false;
  }
}
