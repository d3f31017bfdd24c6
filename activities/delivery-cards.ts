import { doctorCard, type CardOccasion } from '../domain/chat/card.js';
import { secretaryOutcome, type TimeNews } from '../domain/chat/outcome.js';
import type { NotificationKind } from '../domain/notifications/types.js';
import type { PostedCard } from '../prisma/stores/delivery-store.js';
import { cardView, type SessionContext } from './card-view.js';

export interface RenderOptions {
  nowMs: number;
  showPatientName: boolean;
}

/** What a doctor gets as a message of its own; null where a change just shows on the cards that are there. */
export type DoctorNews = 'CARD' | 'NOTE' | null;

/**
 * A request, work that waits for somebody, and a session that comes anew to a doctor: a card. That what was agreed is called
 * off: a note, where a request that was still open just changes its card.
 */
export function newsFor({ notification, session, move, addressee, cards }: SessionContext): DoctorNews {
  const isTheirs = cards.some(({ doctorId }) => doctorId === addressee?.id);
  switch (notification.kind) {
    case 'BOOKED':
      // A request of a later version has its card already, or gets it as it is by then.
      return notification.sessionVersion === 1 ? 'CARD' : null;
    case 'NUDGE':
    case 'OVERDUE':
    case 'REOPENED':
      return 'CARD';
    case 'MOVE_PROPOSED':
      return move?.awaiting === 'DOCTOR' ? 'CARD' : null;
    case 'MOVED':
      return isTheirs ? null : 'CARD';
    case 'CANCELLED':
      return session.wasApproved ? 'NOTE' : null;
    default:
      return null;
  }
}

/** The session as it shows among one doctor's messages. */
export function renderCard(
  context: SessionContext,
  card: Pick<PostedCard, 'kind' | 'doctorId'>,
  options: RenderOptions,
) {
  return doctorCard(cardView(context, options), occasionOf(context, card));
}

/** What happened, for the secretaries' channel, and as a note to a doctor. */
export function renderOutcome(context: SessionContext, options: RenderOptions) {
  return secretaryOutcome(cardView(context, options), context.notification.kind, timesOf(context));
}

function occasionOf(
  { doctor, move }: SessionContext,
  { kind, doctorId }: Pick<PostedCard, 'kind' | 'doctorId'>,
): CardOccasion {
  if (kind === 'OVERDUE') return 'COVER';
  if (doctorId !== doctor.id && doctorId !== move?.doctorId) return 'HANDED_OVER';
  if (move?.awaiting === 'DOCTOR' && doctorId !== move.doctorId) return 'ONLOOKER';
  return kind === 'NUDGE' ? 'NUDGE' : 'REQUEST';
}

const PROPOSALS: ReadonlySet<NotificationKind> = new Set([
  'MOVE_PROPOSED',
  'MOVE_REJECTED',
  'MOVE_EXPIRED',
  'MOVE_WITHDRAWN',
]);

function timesOf({ notification: { kind }, change }: SessionContext): TimeNews {
  const { previousStartsAt = null, startsAt = null, proposedStartsAt = null } = change ?? {};
  return {
    previousStartsAt: kind === 'MOVED' && previousStartsAt !== startsAt ? previousStartsAt : null,
    proposedStartsAt: PROPOSALS.has(kind) ? proposedStartsAt : null,
  };
}
