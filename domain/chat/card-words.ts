import { longInstant, shortInstant } from '../time/spoken.js';
import type { Block } from './block-types.js';
import { context, fields, quoteLine, section } from './blocks.js';
import type { CardView } from './card.js';
import { timeLeft } from './time-left.js';
import { visitReasonCategory } from './visit-reason.js';

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

/** Slack keeps the relative part current by itself; the words after the bar are for clients that cannot. */
export function deadlineWords(view: Pick<CardView, 'timeZone' | 'nowMs'>, dueAt: string): string {
  const dueMs = Date.parse(dueAt);
  const left = `<!date^${Math.floor(dueMs / 1_000)}^{ago}|${timeLeft(dueMs - view.nowMs)}>`;
  return `*${shortInstant(dueAt, view)}* (${left})`;
}

/** When, where, why and for whom. */
export function essentials(view: CardView): Block[] {
  return [
    section(`*${longInstant(view.startsAt, view)}*\n${placeWords(view)}`),
    ...(view.overbooked ? [context(OVERBOOKED)] : []),
    visitFields(view),
  ];
}

/** Why somebody comes, by kind, and what a card may tell of the patient. */
export function visitFields(view: CardView): Block {
  return fields(`*Visit reason*\n${visitReasonCategory(view.visitReason)}`, ...patientField(view));
}

/** How cards and lists mark it. */
export const OVERBOOKED = ':warning: Overbooked by an admin';

/** A settled card has no Who? to point to. */
function patientField(view: CardView): string[] {
  const nothingKnown = view.patientName === null && view.patientKnown === null;
  return nothingKnown && view.status !== 'PENDING' ? [] : [`*Patient*\n${patientWords(view)}`];
}
