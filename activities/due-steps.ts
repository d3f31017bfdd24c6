import { audienceOf } from '../domain/notifications/audience.js';
import type { PlannedTimer } from '../domain/session/plan-timers.js';
import { DomainError } from '../domain/errors.js';
import type { Tx } from '../prisma/actor.js';
import type { StoredStep } from '../prisma/stores/session-commands.js';
import { expireMove } from '../prisma/stores/session-moves-store.js';
import { completeSession, expireSession } from '../prisma/stores/session-store.js';
import { createTimerSteps, type TimerDeps } from './timers.js';

/** What happens when a session's timer comes due. The database decides whether it still means something. As SYSTEM. */
export function createDueSteps(deps: TimerDeps) {
  const { fire } = createTimerSteps(deps);

  return async function applyDue(tx: Tx, sessionId: string, timer: PlannedTimer): Promise<StoredStep> {
    const due = { sessionId, now: timer.at };
    switch (timer.kind) {
      case 'EXPIRE':
        return expireSession(tx, { ...due, announcements: audienceOf('EXPIRED') });
      case 'MOVE_EXPIRE':
        return expireMove(tx, { ...due, moveId: moveOf(timer), announcements: audienceOf('MOVE_EXPIRED') });
      case 'COMPLETE':
        return completeSession(tx, due);
      case 'NUDGE':
      case 'ESCALATE':
      case 'REMINDER':
      case 'NO_ANSWER':
        return fire(tx, sessionId, timer);
    }
  };
}

function moveOf({ moveId }: PlannedTimer): string {
  if (moveId === undefined) throw new DomainError('invalid_transition', 'The timer names no move.');
  return moveId;
}
