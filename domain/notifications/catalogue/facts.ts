import { type Language, languageOf } from '../../time/language.js';
import { shortInstant, shortInstantWithoutZone } from '../../time/spoken.js';
import { zoneAbbreviation } from '../../time/zone-name.js';
import type { MoveAwaits, RejectCategory, SessionStatus } from '../../session/types.js';
import type { MessageContext } from './message-context.js';

/** The pieces that a sentence is made of, ready to be read. */
export interface Facts {
  clinic: string;
  doctor: string;
  when: string;
  /** Where, or the link; null when there is nothing to say. */
  place: string | null;
  link: string | null;
  code: string | null;
  /** `Tue 12 May 11:00, Wed 13 May 09:00 CEST`; null when no other time is offered. */
  otherTimes: string | null;
  category: RejectCategory | null;
  status: SessionStatus | null;
  cancelledBy: 'PATIENT' | 'CLINIC' | null;
  /** The start before; without its zone where the present one shares it. */
  previous: string | null;
  /** The proposed start, with its doctor where that is another one. */
  proposed: string | null;
  /** The proposed time is another doctor's. */
  withOther: boolean;
  /** Whose word the proposal waits, or waited, for. */
  awaiting: MoveAwaits | null;
  words: string;
}

const MAX_ALTERNATIVES = 3;
/** These say that the same doctor's other times are no help. */
const WITHOUT_OTHER_TIMES: ReadonlySet<RejectCategory> = new Set([
  'NEEDS_OTHER_SPECIALTY',
  'NEEDS_PHONE_CALL',
  'DUPLICATE',
]);

/** Starts of the other slots that this message names. */
export function offeredTimes({ alternatives, reasonCategory }: MessageContext): string[] {
  if (reasonCategory !== null && WITHOUT_OTHER_TIMES.has(reasonCategory)) return [];
  return alternatives.slice(0, MAX_ALTERNATIVES);
}

/** Other free times in one phrase; the zone is said once where all share it. */
export function otherTimes(context: MessageContext): string | null {
  const { timeZone } = context;
  const times = offeredTimes(context);
  if (times.length === 0) return null;
  const options = { timeZone, language: languageOf(context.language) };
  const zones = new Set(times.map((time) => zoneAbbreviation(Date.parse(time), timeZone)));
  if (zones.size > 1) return times.map((time) => shortInstant(time, options)).join(', ');
  return `${times.map((time) => shortInstantWithoutZone(time, options)).join(', ')} ${[...zones].join('')}`;
}

/** The start in few characters; empty for a message that is about no session. */
export function shortWhen({ startsAt, timeZone }: MessageContext, language: Language): string {
  return startsAt === null ? '' : shortInstant(startsAt, { timeZone, language });
}

/** An instant beside another one: the zone is said once where both share it. */
export function beside(iso: string, other: string | null, { timeZone, language }: When): string {
  const shares =
    other !== null && zoneAbbreviation(Date.parse(iso), timeZone) === zoneAbbreviation(Date.parse(other), timeZone);
  return shares ? shortInstantWithoutZone(iso, { timeZone, language }) : shortInstant(iso, { timeZone, language });
}

interface When {
  timeZone: string;
  language: Language;
}
