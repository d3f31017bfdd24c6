import type { RejectCategory } from '../../session/types.js';
import type { PatientKind } from '../types.js';
import type { Facts } from './facts.js';
import { englishMove } from './sms-english-moves.js';

const PROMPT = 'Reply 1 to confirm, 2 if you cannot come, 3 to change.';

/** Said once, in the first text to a number. */
export function stopEnglish(): string {
  return 'Reply STOP to opt out.';
}

/** English texts to the patient; `tight` asks for the shortest words. */
export function smsEnglish(kind: PatientKind, facts: Facts, tight: boolean): string {
  const { clinic, when, doctor, otherTimes } = facts;
  const code = codeOf(facts);
  const others = otherTimes === null ? '' : ` Other free times: ${otherTimes}.`;
  switch (kind) {
    case 'BOOKED':
      return `${clinic}: requested, not yet confirmed: ${when}, ${doctor}. We will text you.${code}`;
    case 'APPROVED':
      return asking(tight ? 'approved' : 'approved:', facts);
    case 'REJECTED':
      return `${clinic}: we are sorry, ${when} with ${doctor} is not possible. ${kindWords(facts.category)}${others}${code}`;
    case 'EXPIRED':
      return `${clinic}: we are sorry, we did not manage to answer your request for ${when} with ${doctor} in time.${others} Please call us to book again.${code}`;
    case 'CANCELLED':
      return `${clinic}: cancelled: ${when}, ${doctor}.${calledOff(facts)} Call us for a new time.${code}`;
    case 'CONFIRMED':
      return `${clinic}: thank you for confirming. See you ${when}, ${doctor}.${code}`;
    case 'DECLINED':
      return `${clinic}: thank you for telling us that you cannot come ${when}. We will contact you about a new time.${code}`;
    case 'CHANGE_REQUESTED':
      return `${clinic}: we will contact you about another time. Until then you keep ${when}, ${doctor}.${code}`;
    case 'LATE_ANSWER':
      return lateAnswer(facts, tight);
    case 'NOT_UNDERSTOOD':
      return `${clinic}: thank you for your message. One of us will read it and answer. If it is urgent, please call us.${code}`;
    case 'REMINDER':
      return asking(tight ? 'reminder' : 'a reminder:', facts);
    case 'SAME_DAY':
      return `${clinic}: see you ${details(facts)}${codeAfter(facts)}`;
    case 'MOVED':
      if (facts.status !== 'APPROVED') return englishMove(kind, facts, tight);
      return asking(tight ? 'now' : 'your session is now', facts);
    case 'REOPENED':
      if (facts.status !== 'APPROVED') return englishMove(kind, facts, tight);
      return asking(tight ? 'booked again' : 'your session is booked again:', facts);
    case 'MOVE_PROPOSED':
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
      return englishMove(kind, facts, tight);
    case 'STAFF_REPLY':
      return `${clinic}: ${facts.words}`;
  }
}

function lateAnswer(facts: Facts, tight: boolean): string {
  const { clinic, when, doctor } = facts;
  const code = codeOf(facts);
  switch (facts.status) {
    case 'APPROVED':
      return asking(tight ? 'now' : 'your session is now', facts);
    case 'PENDING':
      return `${clinic}: your request for ${when} with ${doctor} is not yet confirmed. We will text you.${code}`;
    case 'COMPLETED':
    case 'NO_SHOW':
      return `${clinic}: your answer came after the session on ${when}. Call us if you need a new time.${code}`;
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case null:
      return `${clinic}: your answer came too late, ${when} with ${doctor} is no longer booked. Please call us.${code}`;
  }
}

function asking(lead: string, facts: Facts): string {
  return `${facts.clinic}: ${lead} ${details(facts)} ${PROMPT} ${facts.code ?? ''}`.trim();
}

/** `Tue 12 May 10:30 CEST, Dr Haddad, Room 2.` A link stands alone, so that no point becomes part of it. */
function details({ when, doctor, place, link, previous }: Facts): string {
  const was = previous === null ? '' : ` (was ${previous})`;
  if (link !== null) return `${when}, ${doctor}${was}. Link: ${link}`;
  return place === null ? `${when}, ${doctor}${was}.` : `${when}, ${doctor}, ${place}${was}.`;
}

function calledOff({ cancelledBy }: Facts): string {
  switch (cancelledBy) {
    case 'PATIENT':
      return ' You called it off.';
    case 'CLINIC':
      return ' The clinic called it off.';
    case null:
      return '';
  }
}

/** What a refusal means for the patient, and what to do next. */
function kindWords(category: RejectCategory | null): string {
  switch (category) {
    case 'TIME_UNAVAILABLE':
      return 'That time has become unavailable. Please call us to choose another.';
    case 'NEEDS_OTHER_SPECIALTY':
      return 'A colleague can help you better. Please call us and we will find the right doctor.';
    case 'NEEDS_PHONE_CALL':
      return 'We would like to speak with you first. Please call us.';
    case 'DUPLICATE':
      return 'You already have a session with us, and it stays as it is. Please call us if you need both.';
    case 'OTHER':
    case null:
      return 'Please call us and we will find a way.';
  }
}

const codeOf = ({ code }: Facts): string => (code === null ? '' : ` Code ${code}.`);
const codeAfter = (facts: Facts): string => (facts.link === null ? codeOf(facts) : ` ${facts.code ?? ''}`.trimEnd());
