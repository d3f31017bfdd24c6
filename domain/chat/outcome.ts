import type { NotificationKind } from '../notifications/types.js';
import { longInstant, shortInstant } from '../time/spoken.js';
import type { Message } from './block-types.js';
import { ACTIONS_BLOCK_ID } from './actions.js';
import { actions, context, escapeMrkdwn, section } from './blocks.js';
import { cardButtons } from './card-buttons.js';
import { OVERBOOKED, patientWords, placeWords } from './card-words.js';
import type { CardView } from './card.js';
import { statusLine, STATUS_TITLES } from './card-status.js';

/** The time that was, or the one that was proposed, where the news is about one. ISO. */
export interface TimeNews {
  previousStartsAt: string | null;
  proposedStartsAt: string | null;
}

const NO_TIME: TimeNews = { previousStartsAt: null, proposedStartsAt: null };

/** The secretaries' message: what became of a session and, where somebody has to act, what to do. */
export function secretaryOutcome(view: CardView, kind: NotificationKind, times: TimeNews = NO_TIME): Message {
  const { headline, plain, todo } = outcomeWords(view, kind, times);
  const facts = [escapeMrkdwn(view.doctorName), longInstant(view.startsAt, view), placeWords(view)];
  const notes = [
    `Session *${view.code}*`,
    patientWords(view),
    ...(view.overbooked ? [OVERBOOKED] : []),
    ...(todo === null ? [] : [`:point_right: ${todo}`]),
  ];
  return {
    text: `Session ${view.code}, ${shortInstant(view.startsAt, view)}: ${plain}.`,
    blocks: [
      section(`${headline}\n${facts.join(' · ')}`),
      context(notes.join(' · ')),
      ...(callsForPatient(kind) ? [actions(ACTIONS_BLOCK_ID, ...cardButtons(view, ['who']))] : []),
    ],
  };
}

/** Somebody has to speak with the patient, whom the channel does not name. */
function callsForPatient(kind: NotificationKind): boolean {
  return kind === 'DECLINED' || kind === 'CHANGE_REQUESTED';
}

interface OutcomeWords {
  headline: string;
  /** The same without formatting, for a phone's lock screen. */
  plain: string;
  todo: string | null;
}

function outcomeWords(view: CardView, kind: NotificationKind, times: TimeNews): OutcomeWords {
  switch (kind) {
    case 'DECLINED':
      return said(':thumbsdown:', 'the patient cannot come', 'The slot stays held: please cancel or move it');
    case 'CHANGE_REQUESTED':
      return said(':arrows_counterclockwise:', 'the patient asks for another time', 'Please call the patient');
    case 'CONFIRMED':
      return said(':thumbsup:', 'the patient has confirmed');
    case 'OVERDUE':
      return said(':alarm_clock:', 'nobody has decided yet', overdueTodo(view));
    case 'MOVED':
    case 'MOVE_PROPOSED':
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
    case 'REOPENED':
      return moveWords(view, kind, times);
    case 'REJECTED':
    case 'EXPIRED':
      return { ...byStatus(view), todo: 'The patient was offered other times where there are some' };
    case 'BOOKED':
    case 'APPROVED':
    case 'CANCELLED':
    case 'LATE_ANSWER':
    case 'NOT_UNDERSTOOD':
    case 'REMINDER':
    case 'SAME_DAY':
    case 'NUDGE':
    case 'TASK':
    case 'STAFF_REPLY':
      return byStatus(view);
  }
}

type TimeKind = Extract<NotificationKind, 'MOVED' | 'REOPENED' | `MOVE_${string}`>;

function moveWords(view: CardView, kind: TimeKind, { previousStartsAt, proposedStartsAt }: TimeNews): OutcomeWords {
  const told = (iso: string | null, before: string): string =>
    iso === null ? '' : `${before}${shortInstant(iso, view)}`;
  const other = told(proposedStartsAt, ' to ');
  switch (kind) {
    case 'MOVED':
      if (previousStartsAt === null) return said(':pencil2:', 'changed, at the same time', whoIsAsked(view));
      return said(':arrows_counterclockwise:', `moved${told(previousStartsAt, ' from ')}`, whoIsAsked(view));
    case 'MOVE_PROPOSED':
      return said(':arrow_right:', `a change${other} is asked for`);
    case 'MOVE_REJECTED':
      return said(':x:', `the change${other} was turned down, the old time stays`);
    case 'MOVE_EXPIRED':
      return said(':alarm_clock:', `nobody answered about the change${other}, the old time stays`);
    case 'MOVE_WITHDRAWN':
      return said(':leftwards_arrow_with_hook:', `the change${other} was taken back, the old time stays`);
    case 'REOPENED':
      return said(':recycle:', view.status === 'PENDING' ? 'open again' : 'booked again', whoIsAsked(view));
  }
}

function whoIsAsked({ status }: CardView): string {
  return status === 'PENDING' ? 'The doctor is asked to decide' : 'The patient is asked to confirm';
}

function overdueTodo({ decisionDueAt, ...view }: CardView): string {
  const until = decisionDueAt === null ? '' : ` It lapses ${shortInstant(decisionDueAt, view)}`;
  return `Please reach the doctor.${until}`;
}

function byStatus(view: CardView): OutcomeWords {
  return { headline: statusLine(view), plain: STATUS_TITLES[view.status].toLowerCase(), todo: null };
}

function said(icon: string, words: string, todo: string | null = null): OutcomeWords {
  return { headline: `${icon} *${words.charAt(0).toUpperCase()}${words.slice(1)}*`, plain: words, todo };
}
