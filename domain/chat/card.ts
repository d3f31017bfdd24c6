import { shortInstant } from '../time/spoken.js';
import type { Attendance, MoveAwaits, RejectCategory, SessionStatus } from '../session/types.js';
import { ACTIONS_BLOCK_ID } from './actions.js';
import type { Message } from './block-types.js';
import { actions, context, header, quoteLine, section } from './blocks.js';
import { CARD_BUTTONS, cardButtons } from './card-buttons.js';
import { handedOverCard, moveCard, proposalLine } from './card-move.js';
import { attendanceLine, statusLine, STATUS_TITLES } from './card-status.js';
import { deadlineWords, essentials } from './card-words.js';

/** Everything a session's card can show, as plain data; rendered from the session's row. Instants are ISO. */
export interface CardView {
  sessionId: string;
  code: string;
  status: SessionStatus;
  attendance: Attendance;
  version: number;
  startsAt: string;
  endsAt: string;
  /** The clinic's zone: times on cards are the clinic's. */
  timeZone: string;
  telehealth: boolean;
  /** Room, with its location where known. */
  place: string | null;
  doctorName: string;
  /** As the patient gave it; only its category is shown. */
  visitReason: string | null;
  /** Had a session with this doctor before; null when the renderer does not know. */
  patientKnown: boolean | null;
  /** Only for workspaces whose contract allows names on cards. */
  patientName: string | null;
  decisionDueAt: string | null;
  /** Who approved or rejected, and when. */
  decidedBy: string | null;
  decidedAt: string | null;
  /** Who called it off, where that is known. */
  cancelledBy: string | null;
  reason: string | null;
  reasonCategory: RejectCategory | null;
  /** An admin let it stand although somebody or something is taken twice. */
  overbooked: boolean;
  /** Another time that is proposed; the present one stays until it is approved. */
  move: CardMove | null;
  nowMs: number;
}

export interface CardMove {
  awaiting: MoveAwaits;
  startsAt: string;
  endsAt: string;
  /** null where the doctor stays the same. */
  doctorName: string | null;
  place: string | null;
  /** Who asks for it, as far as a card may tell. */
  proposedBy: string | null;
  reason: string | null;
  dueAt: string | null;
}

/**
 * Why the card is in somebody's messages. REQUEST: it is theirs. NUDGE: they have not decided yet. COVER: somebody else has not,
 * and they decide today. ONLOOKER: it is theirs, and another doctor is asked to take it. HANDED_OVER: it was theirs.
 */
export type CardOccasion = 'REQUEST' | 'NUDGE' | 'COVER' | 'ONLOOKER' | 'HANDED_OVER';

/** The doctor's card: with buttons while the request or another time waits for them, else with who, when and why. */
export function doctorCard(view: CardView, occasion: CardOccasion = 'REQUEST'): Message {
  if (occasion === 'HANDED_OVER') return handedOverCard(view);
  if (view.status === 'PENDING') return pendingCard(view, occasion);
  const isAsked = view.status === 'APPROVED' && view.move?.awaiting === 'DOCTOR' && occasion !== 'ONLOOKER';
  return isAsked && view.move ? moveCard(view, view.move) : settledCard(view);
}

/** What a card shows between a click and its result: the same card, without buttons. `blocks` come from the click. */
export function workingCard(blocks: readonly unknown[]): { text: string; blocks: unknown[] } {
  const kept = blocks.filter((block) => (block as { type?: string } | null)?.type !== 'actions');
  return { text: 'Working on this request…', blocks: [...kept, context(':hourglass_flowing_sand: Working…')] };
}

const PENDING_TITLES: Record<Exclude<CardOccasion, 'HANDED_OVER'>, string> = {
  REQUEST: 'New request',
  ONLOOKER: 'New request',
  NUDGE: 'Still waiting for you: request',
  COVER: 'Not decided yet: request',
};

function pendingCard(view: CardView, occasion: Exclude<CardOccasion, 'HANDED_OVER'>): Message {
  const { move } = view;
  const at = `Request ${view.code} for ${shortInstant(view.startsAt, view)}`;
  const due =
    view.decisionDueAt === null ? [] : [context(`Please decide by ${deadlineWords(view, view.decisionDueAt)}.`)];
  const buttons = actions(ACTIONS_BLOCK_ID, ...cardButtons(view, CARD_BUTTONS));
  if (move !== null) {
    return {
      text: `${at}: the patient is asked about another time.`,
      blocks: [
        header(`Waiting for the patient: request ${view.code}`),
        ...essentials(view),
        section(proposalLine(view, move)),
        context('You may still decide about the time that was asked for.'),
        buttons,
      ],
    };
  }
  return {
    text: `${at}: please decide.`,
    blocks: [
      header(`${PENDING_TITLES[occasion]} ${view.code}`),
      ...essentials(view),
      ...(occasion === 'COVER' ? [context(`You decide in the place of ${quoteLine(view.doctorName)} today.`)] : []),
      ...due,
      buttons,
    ],
  };
}

function settledCard(view: CardView): Message {
  const title = STATUS_TITLES[view.status];
  return {
    text: `Request ${view.code} for ${shortInstant(view.startsAt, view)}: ${title.toLowerCase()}.`,
    blocks: [
      header(`${title}: ${view.code}`),
      ...essentials(view),
      section([statusLine(view), attendanceLine(view)].filter(Boolean).join('\n')),
      ...(view.status === 'APPROVED' && view.move !== null ? [section(proposalLine(view, view.move))] : []),
    ],
  };
}
