import type { NotificationKind } from '../notifications/types.js';
import { longInstant, shortInstant } from '../time/spoken.js';
import type { Message } from './block-types.js';
import { ACTIONS_BLOCK_ID } from './actions.js';
import { actions, context, escapeMrkdwn, section } from './blocks.js';
import { cardButtons } from './card-buttons.js';
import { patientWords, placeWords, type CardView } from './card.js';
import { statusLine, STATUS_TITLES } from './card-status.js';

/** The secretaries' message: what became of a session and, where somebody has to act, what to do. */
export function secretaryOutcome(view: CardView, kind: NotificationKind): Message {
  const { headline, todo } = outcomeWords(view, kind);
  const facts = [escapeMrkdwn(view.doctorName), longInstant(view.startsAt, view), placeWords(view)];
  return {
    text: `Session ${view.code}, ${shortInstant(view.startsAt, view)}: ${plainHeadline(view, kind)}.`,
    blocks: [
      section(`${headline}\n${facts.join(' · ')}`),
      context(
        [`Session *${view.code}*`, patientWords(view), ...(todo === null ? [] : [`:point_right: ${todo}`])].join(' · '),
      ),
      ...(callsForPatient(kind) ? [actions(ACTIONS_BLOCK_ID, ...cardButtons(view, ['who']))] : []),
    ],
  };
}

/** Somebody has to speak with the patient, whom the channel does not name. */
function callsForPatient(kind: NotificationKind): boolean {
  return kind === 'DECLINED' || kind === 'CHANGE_REQUESTED';
}

function outcomeWords(view: CardView, kind: NotificationKind): { headline: string; todo: string | null } {
  switch (kind) {
    case 'DECLINED':
      return {
        headline: ':thumbsdown: *The patient cannot come*',
        todo: 'The slot stays held: please cancel or move it',
      };
    case 'CHANGE_REQUESTED':
      return {
        headline: ':arrows_counterclockwise: *The patient asks for another time*',
        todo: 'Please call the patient',
      };
    case 'CONFIRMED':
      return { headline: ':thumbsup: *The patient has confirmed*', todo: null };
    case 'REJECTED':
    case 'EXPIRED':
      return { headline: statusLine(view), todo: 'The patient was offered other times where there are some' };
    case 'BOOKED':
    case 'APPROVED':
    case 'CANCELLED':
    case 'LATE_ANSWER':
    case 'NOT_UNDERSTOOD':
      return { headline: statusLine(view), todo: null };
  }
}

function plainHeadline(view: CardView, kind: NotificationKind): string {
  if (kind === 'DECLINED') return 'the patient cannot come';
  if (kind === 'CHANGE_REQUESTED') return 'the patient asks for another time';
  if (kind === 'CONFIRMED') return 'the patient has confirmed';
  return STATUS_TITLES[view.status].toLowerCase();
}
