import type { SessionStatus } from '../session/types.js';
import { shortInstant } from '../time/spoken.js';
import { escapeMrkdwn, quoteLine } from './blocks.js';
import type { CardView } from './card.js';
import { REJECT_CATEGORY_WORDS } from './reject-categories.js';

/** A status as a title. */
export const STATUS_TITLES: Record<SessionStatus, string> = {
  PENDING: 'Waiting',
  APPROVED: 'Approved',
  REJECTED: 'Rejected',
  EXPIRED: 'Expired',
  CANCELLED: 'Cancelled',
  COMPLETED: 'Took place',
  NO_SHOW: 'Patient did not come',
};

const STATUS_ICONS: Record<SessionStatus, string> = {
  PENDING: ':hourglass_flowing_sand:',
  APPROVED: ':white_check_mark:',
  REJECTED: ':x:',
  EXPIRED: ':alarm_clock:',
  CANCELLED: ':no_entry_sign:',
  COMPLETED: ':heavy_check_mark:',
  NO_SHOW: ':grey_question:',
};

/** What became of the session, by whom, when and why, as mrkdwn. */
export function statusLine(view: CardView): string {
  return `${STATUS_ICONS[view.status]} ${statusWords(view)}`;
}

function statusWords(view: CardView): string {
  switch (view.status) {
    case 'PENDING':
      return `*Waiting* for ${escapeMrkdwn(view.doctorName)}`;
    case 'APPROVED':
      return `*Approved*${byAndWhen(view.decidedBy, view)}`;
    case 'REJECTED':
      return `*Rejected*${byAndWhen(view.decidedBy, view)}${because(view)}`;
    case 'EXPIRED':
      return '*Expired*: nobody decided in time; the slot is free again';
    case 'CANCELLED':
      return `*Cancelled*${view.cancelledBy === null ? '' : ` by ${escapeMrkdwn(view.cancelledBy)}`}${because(view)}`;
    case 'COMPLETED':
      return '*Took place*';
    case 'NO_SHOW':
      return '*Patient did not come*';
  }
}

function byAndWhen(by: string | null, view: CardView): string {
  const who = by === null ? '' : ` by ${escapeMrkdwn(by)}`;
  return view.decidedAt === null ? who : `${who}, ${shortInstant(view.decidedAt, view)}`;
}

function because(view: CardView): string {
  const category = view.reasonCategory === null ? null : REJECT_CATEGORY_WORDS[view.reasonCategory];
  const words = [category, view.reason === null ? null : quoteLine(view.reason, 500)].filter(Boolean);
  return words.length === 0 ? '' : `\n*Why:* ${words.join(': ')}`;
}

/** The patient's own answer, once there is something to answer. */
export function attendanceLine(view: CardView): string | null {
  if (view.status !== 'APPROVED') return null;
  switch (view.attendance) {
    case 'UNKNOWN':
      return ':speech_balloon: Patient has not answered yet';
    case 'CONFIRMED':
      return ':thumbsup: Patient has confirmed';
    case 'DECLINED':
      return ':thumbsdown: Patient cannot come; the slot stays held until the office acts';
  }
}
