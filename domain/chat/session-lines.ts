import type { Attendance, SessionStatus } from '../session/types.js';
import { shortInstant } from '../time/spoken.js';
import type { Block, Message } from './block-types.js';
import { context, quoteLine, section, truncate } from './blocks.js';
import { OVERBOOKED, placeWords } from './card-words.js';
import type { CardView } from './card.js';
import { dayAndTime, longDay, timeOfDay } from './day-words.js';
import { LIMITS } from './limits.js';

/** Some of the sessions that there are. */
export interface SessionLines {
  sessions: readonly CardView[];
  /** True when there are still more than these. */
  more: boolean;
}

const LINES_MAX = 40;

/** Today's sessions, one line each. `date` is the clinic's. */
export function todayMessage({ date, ...list }: SessionLines & { date: string }): Message {
  const title = `*Today, ${longDay(date)}* (clinic time)`;
  const nothing = `${title}\nNo sessions today.`;
  return linesMessage({
    text: 'Today’s sessions',
    title,
    nothing,
    lines: list.sessions.map(todayLine),
    more: list.more,
  });
}

/** What waits for a decision, one line each. */
export function pendingMessage(list: SessionLines): Message {
  const title = '*Waiting for a decision*';
  const nothing = 'Nothing waits for a decision.';
  return linesMessage({
    text: 'Waiting for a decision',
    title,
    nothing,
    lines: list.sessions.map(pendingLine),
    more: list.more,
  });
}

/** `10:30–11:00 · K7QP · Dr Haddad · Room 2 · approved, patient has confirmed`, as mrkdwn. */
export function todayLine(view: CardView): string {
  const { startsAt, endsAt, timeZone } = view;
  return joined([
    `*${timeOfDay(startsAt, timeZone)}–${timeOfDay(endsAt, timeZone)}*`,
    ...essentials(view),
    statusInWords(view.status, view.attendance),
    ...marks(view),
  ]);
}

/** `Wed 12 May 10:30 · K7QP · Dr Haddad · Room 2 · decide by Tue 11 May 18:00 CEST`, as mrkdwn. */
function pendingLine(view: CardView): string {
  return joined([
    `*${dayAndTime(view.startsAt, view.timeZone)}*`,
    ...essentials(view),
    view.decisionDueAt === null ? null : `decide by ${shortInstant(view.decisionDueAt, view)}`,
    ...marks(view),
  ]);
}

/** Lines of mrkdwn in as few blocks as hold them; `and N more` after LINES_MAX. */
export function lineBlocks(lines: readonly string[], more: boolean, max = LINES_MAX): Block[] {
  const hidden = lines.length - max;
  const rest = hidden > 0 ? `and ${more ? 'more than ' : ''}${hidden} more` : more ? 'and more' : null;
  const blocks: Block[] = [];
  let text = '';
  for (const line of lines.slice(0, max)) {
    if (text !== '' && text.length + line.length >= LIMITS.sectionText) {
      blocks.push(section(text));
      text = '';
    }
    text = text === '' ? line : `${text}\n${line}`;
  }
  return [...blocks, ...(text === '' ? [] : [section(text)]), ...(rest === null ? [] : [context(rest)])];
}

function linesMessage(list: { text: string; title: string; nothing: string; lines: string[]; more: boolean }): Message {
  if (list.lines.length === 0) return { text: list.text, blocks: [section(list.nothing)] };
  return { text: list.text, blocks: [section(list.title), ...lineBlocks(list.lines, list.more)] };
}

/** What stands out: another time that waits for somebody, and a session that stands although something is taken twice. */
function marks({ move, overbooked, timeZone }: CardView): string[] {
  const asked = move?.awaiting === 'DOCTOR' ? 'the doctor' : 'the patient';
  const time = move === null ? [] : [`${asked} is asked about ${shortInstant(move.startsAt, { timeZone })}`];
  return [...time, ...(overbooked ? [OVERBOOKED] : [])];
}

const NAME_MAX = 80;

function essentials(view: CardView): (string | null)[] {
  return [
    view.code,
    quoteLine(view.doctorName, NAME_MAX),
    view.patientName === null ? null : quoteLine(view.patientName, NAME_MAX),
    placeWords({ ...view, place: view.place === null ? null : truncate(view.place, NAME_MAX) }),
  ];
}

const joined = (parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(' · ');

/** Where a session stands, in words for the middle of a line. */
export function statusInWords(status: SessionStatus, attendance: Attendance): string {
  switch (status) {
    case 'PENDING':
      return 'waits for the doctor';
    case 'APPROVED':
      return `approved, ${ATTENDANCE_WORDS[attendance]}`;
    case 'REJECTED':
      return 'rejected';
    case 'EXPIRED':
      return 'expired: nobody decided in time';
    case 'CANCELLED':
      return 'called off';
    case 'COMPLETED':
      return 'took place';
    case 'NO_SHOW':
      return 'patient did not come';
  }
}

const ATTENDANCE_WORDS: Record<Attendance, string> = {
  UNKNOWN: 'patient has not answered yet',
  CONFIRMED: 'patient has confirmed',
  DECLINED: 'patient cannot come',
};
