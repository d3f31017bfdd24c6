import { longInstant, shortInstant } from '../time/spoken.js';
import type { Attendance, RejectCategory, SessionStatus } from '../session/types.js';
import { ACTIONS_BLOCK_ID } from './actions.js';
import type { Block, Message } from './block-types.js';
import { actions, context, fields, header, quoteLine, section } from './blocks.js';
import { CARD_BUTTONS, cardButtons } from './card-buttons.js';
import { attendanceLine, statusLine, STATUS_TITLES } from './card-status.js';
import { visitReasonCategory } from './visit-reason.js';
import { timeLeft } from './time-left.js';

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
  nowMs: number;
}

/** The doctor's card: with buttons while the request waits, and with who, when and why after that. */
export function doctorCard(view: CardView): Message {
  return view.status === 'PENDING' ? pendingCard(view) : settledCard(view);
}

/** What a card shows between a click and its result: the same card, without buttons. `blocks` come from the click. */
export function workingCard(blocks: readonly unknown[]): { text: string; blocks: unknown[] } {
  const kept = blocks.filter((block) => (block as { type?: string } | null)?.type !== 'actions');
  return { text: 'Working on this request…', blocks: [...kept, context(':hourglass_flowing_sand: Working…')] };
}

/** Where the session takes place, in words. */
export function placeWords(view: Pick<CardView, 'telehealth' | 'place'>): string {
  if (view.telehealth) return 'Telehealth';
  return view.place === null ? 'Room not set' : quoteLine(view.place);
}

/** The patient as far as a card may tell. */
export function patientWords(view: Pick<CardView, 'patientName' | 'patientKnown'>): string {
  const known = view.patientKnown === null ? null : view.patientKnown ? 'Known to this doctor' : 'New to this doctor';
  if (view.patientName === null) return known ?? 'see *Who?*';
  return [quoteLine(view.patientName, 120), known && known.charAt(0).toLowerCase() + known.slice(1)]
    .filter(Boolean)
    .join(', ');
}

function pendingCard(view: CardView): Message {
  return {
    text: `Request ${view.code} for ${shortInstant(view.startsAt, view)}: please decide.`,
    blocks: [
      header(`New request ${view.code}`),
      ...essentials(view),
      ...(view.decisionDueAt === null ? [] : [context(`Please decide by ${deadlineWords(view, view.decisionDueAt)}.`)]),
      actions(ACTIONS_BLOCK_ID, ...cardButtons(view, CARD_BUTTONS)),
    ],
  };
}

/** Slack keeps the relative part current by itself; the words after the bar are for clients that cannot. */
export function deadlineWords(view: Pick<CardView, 'timeZone' | 'nowMs'>, dueAt: string): string {
  const dueMs = Date.parse(dueAt);
  const left = `<!date^${Math.floor(dueMs / 1_000)}^{ago}|${timeLeft(dueMs - view.nowMs)}>`;
  return `*${shortInstant(dueAt, view)}* (${left})`;
}

function essentials(view: CardView): Block[] {
  return [
    section(`*${longInstant(view.startsAt, view)}*\n${placeWords(view)}`),
    fields(`*Visit reason*\n${visitReasonCategory(view.visitReason)}`, ...patientField(view)),
  ];
}

/** A settled card has no Who? to point to. */
function patientField(view: CardView): string[] {
  const nothingKnown = view.patientName === null && view.patientKnown === null;
  return nothingKnown && view.status !== 'PENDING' ? [] : [`*Patient*\n${patientWords(view)}`];
}

function settledCard(view: CardView): Message {
  const title = STATUS_TITLES[view.status];
  return {
    text: `Request ${view.code} for ${shortInstant(view.startsAt, view)}: ${title.toLowerCase()}.`,
    blocks: [
      header(`${title}: ${view.code}`),
      ...essentials(view),
      section([statusLine(view), attendanceLine(view)].filter(Boolean).join('\n')),
    ],
  };
}
