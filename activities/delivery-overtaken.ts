import type { DeliveryContext, DeliverySession } from '../prisma/stores/delivery-store.js';

/**
 * True for a message that is wrong by the time it leaves: whatever has happened since tells of itself. One that may be on its way
 * already is left alone.
 */
export function isOvertaken(context: DeliveryContext): boolean {
  const { notification, session, change, move, together } = context;
  if (notification.attempts > 0 || session === null) return false;
  switch (notification.kind) {
    case 'APPROVED':
      return session.status !== 'APPROVED';
    case 'MOVED':
      return !isHeld(session) || (change?.startsAt ?? session.startsAt) !== session.startsAt;
    case 'REOPENED':
      return !isHeld(session);
    case 'CANCELLED':
      return session.status !== 'CANCELLED';
    case 'MOVE_PROPOSED':
      return move === null || move.id !== change?.moveId;
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
      return !isHeld(session) || (change?.startsAt ?? session.startsAt) !== session.startsAt;
    case 'REMINDER':
    case 'SAME_DAY':
      return together.length === 0;
    case 'NUDGE':
    case 'OVERDUE':
      return session.status !== 'PENDING';
    case 'BOOKED':
    case 'REJECTED':
    case 'EXPIRED':
    case 'CONFIRMED':
    case 'DECLINED':
    case 'CHANGE_REQUESTED':
    case 'LATE_ANSWER':
    case 'NOT_UNDERSTOOD':
    case 'TASK':
    case 'STAFF_REPLY':
      return false;
  }
}

const isHeld = ({ status }: DeliverySession): boolean => status === 'PENDING' || status === 'APPROVED';
