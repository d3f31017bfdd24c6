import { type Language, languageOf } from '../../time/language.js';
import { longInstant } from '../../time/spoken.js';
import { draftAsHtml, draftAsText, type EmailDraft } from './email-draft.js';
import { emailEnglish } from './email-english.js';
import { emailSpanish } from './email-spanish.js';
import type { EmailWords } from './email-words.js';
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
  const sentences = {
    kind: context.kind,
    clinic,
    doctor: oneLine(context.doctorName ?? ''),
    when: shortWhen(context, language),
    category: context.reasonCategory,
    status: context.status,
    cancelledBy: context.cancelledBy ?? null,
  };
  const times = offeredTimes(context).map((time) => longInstant(time, { timeZone: context.timeZone, language }));
  return {
    subject: `${clinic}: ${words.subject(sentences)}`,
    greeting: words.greeting(context.patientName === null ? null : oneLine(context.patientName)),
    paragraphs: words.paragraphs(sentences),
    details: detailsOf(context, language, words.labels),
    list: times.length === 0 ? null : { label: words.otherTimes, items: times },
    closing: [words.closing, clinic],
  };
}

function detailsOf(context: MessageContext, language: Language, labels: EmailWords['labels']): EmailDraft['details'] {
  const { doctorName, startsAt, endsAt, timeZone, place, telehealthUrl, code } = context;
  const when = startsAt === null ? null : longInstant(startsAt, { timeZone, language, endsAt });
  const all: [label: string, value: string | null][] = [
    [labels.when, when],
    [labels.doctor, doctorName],
    [labels.where, tellsPlace(context) ? place : null],
    [labels.link, tellsPlace(context) ? telehealthUrl : null],
    [labels.code, code],
  ];
  return all.flatMap(([label, value]): EmailDraft['details'] =>
    value === null || value === '' ? [] : [[label, oneLine(value)]],
  );
}

/** No link and no address before approval, none after the end. */
function tellsPlace({ kind, status }: MessageContext): boolean {
  switch (kind) {
    case 'APPROVED':
      return true;
    case 'CONFIRMED':
    case 'CHANGE_REQUESTED':
    case 'LATE_ANSWER':
      return status === 'APPROVED';
    case 'BOOKED':
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case 'DECLINED':
    case 'NOT_UNDERSTOOD':
      return false;
  }
}
