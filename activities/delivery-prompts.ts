import type { DeliveryContext, Prompt } from '../prisma/stores/delivery-store.js';

/** The questions that a message ends with, one for each session that it asks about. */
export function promptsOf({ notification, session, move, together }: DeliveryContext): Prompt[] {
  if (session === null) return [];
  const attendance = { sessionId: session.id, kind: 'ATTENDANCE', moveId: null, expiresAt: session.startsAt } as const;
  switch (notification.kind) {
    case 'APPROVED':
    case 'LATE_ANSWER':
    case 'MOVED':
    case 'REOPENED':
      return session.status === 'APPROVED' ? [attendance] : [];
    case 'MOVE_PROPOSED':
      return move === null ? [] : [{ sessionId: session.id, kind: 'MOVE', moveId: move.id, expiresAt: move.dueAt }];
    case 'REMINDER':
      return together
        .filter(({ attendance: answer }) => answer === 'UNKNOWN')
        .map(({ sessionId, startsAt }) => ({ ...attendance, sessionId, expiresAt: startsAt }));
    default:
      return [];
  }
}
