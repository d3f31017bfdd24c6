import { longInstant, shortInstant } from '../time/spoken.js';
import { ACTIONS_BLOCK_ID } from './actions.js';
import type { Message } from './block-types.js';
import { actions, context, fields, header, quoteLine, section } from './blocks.js';
import { cardButtons, MOVE_BUTTONS } from './card-buttons.js';
import { deadlineWords, placeWords, visitFields } from './card-words.js';
import type { CardMove, CardView } from './card.js';

/** Another time for what is approved already: it is the doctor's word that is waited for. */
export function moveCard(view: CardView, move: CardMove): Message {
  const by = move.proposedBy === null ? '' : ` Asked for by ${quoteLine(move.proposedBy, 120)}.`;
  return {
    text: `Session ${view.code}, ${shortInstant(view.startsAt, view)}: another time is asked for, please decide.`,
    blocks: [
      header(`Another time is asked for: ${view.code}`),
      fields(`*Old time*\n${timeAndPlace(view, view)}`, `*New time*\n${timeAndPlace(view, move)}`),
      visitFields(view),
      ...(move.doctorName === null
        ? []
        : [section(`With *${quoteLine(move.doctorName)}* instead of ${quoteLine(view.doctorName)}`)]),
      ...(move.reason === null ? [] : [section(`*Why:* ${quoteLine(move.reason, 500)}`)]),
      context(`The old time stays until you approve the new one.${by}${dueWords(view, move)}`),
      actions(ACTIONS_BLOCK_ID, ...cardButtons(view, MOVE_BUTTONS)),
    ],
  };
}

function timeAndPlace(view: CardView, at: Pick<CardMove, 'startsAt' | 'endsAt' | 'place'>): string {
  return `${longInstant(at.startsAt, { ...view, endsAt: at.endsAt })}\n${placeWords({ ...view, place: at.place })}`;
}

const dueWords = (view: CardView, { dueAt }: CardMove): string =>
  dueAt === null ? '' : ` Please decide by ${deadlineWords(view, dueAt)}.`;

/** What somebody is asked meanwhile. */
export function proposalLine(view: CardView, move: CardMove): string {
  const by = move.proposedBy === null ? '' : ` by ${quoteLine(move.proposedBy, 120)}`;
  const until = move.dueAt === null ? '' : ` until ${deadlineWords(view, move.dueAt)}`;
  const time = `:arrow_right: *${longInstant(move.startsAt, { ...view, endsAt: move.endsAt })}*`;
  if (move.awaiting === 'PATIENT') return `${time} is suggested${by}; the patient is asked${until}`;
  const asked = quoteLine(move.doctorName ?? view.doctorName, 120);
  return `${time} is asked for${by}; ${asked} decides${until}`;
}

/** Nothing of a session that somebody else has now. */
export function handedOverCard({ code, doctorName }: CardView): Message {
  return {
    text: `Session ${code} is with another doctor now.`,
    blocks: [header(`With another doctor: ${code}`), section(`This session is with *${quoteLine(doctorName)}* now.`)],
  };
}
