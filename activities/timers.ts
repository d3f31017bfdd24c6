import { DomainError } from '../domain/errors.js';
import { audienceOf, audienceOfOverdue } from '../domain/notifications/audience.js';
import { planTimers, timerKey, type PlannedTimer, type TimerBasis } from '../domain/session/plan-timers.js';
import type { Tx } from '../prisma/actor.js';
import type { StoredStep } from '../prisma/stores/session-commands.js';
import { sessionSnapshot } from '../prisma/stores/session-store.js';
import { fireTimer, type FireCommand } from '../prisma/stores/timer-store.js';
import type { SessionStep } from './session.js';

export interface TimerDeps {
  now: () => Date;
}

/** What a session waits for, and what happens when such a wait is over. */
export function createTimerSteps({ now }: TimerDeps) {
  return {
    /** The step as the workflow takes it: with its timers instead of what they are planned from. */
    plan({ basis, ...step }: StoredStep): SessionStep {
      return { ...step, timers: planTimers(step.snapshot, basis, now().getTime()) };
    },

    /**
     * Does what a NUDGE, ESCALATE, REMINDER or NO_ANSWER was set for. REFUSED, and planned anew, where the plan has changed
     * meanwhile, or where the time has become one at which nobody is written to. As SYSTEM.
     */
    async fire(tx: Tx, sessionId: string, timer: PlannedTimer): Promise<StoredStep> {
      const record = await sessionSnapshot(tx, sessionId);
      if (record === null) throw new DomainError('not_found', 'There is no such session.');
      const { snapshot, basis } = record;
      // The clock of whoever set the timer may be ahead of ours.
      const nowMs = Math.max(now().getTime(), Date.parse(timer.at));
      const key = timerKey(timer);
      const isDue = planTimers(snapshot, basis, nowMs).some(
        (planned) => timerKey(planned) === key && Date.parse(planned.at) <= nowMs,
      );
      if (!isDue || !isFired(timer.kind)) {
        return { state: 'REFUSED', code: 'invalid_transition', snapshot, notificationIds: [], basis };
      }
      return fireTimer(tx, {
        sessionId,
        kind: timer.kind,
        key,
        isLastReminder: isLast(timer, basis),
        now: new Date(nowMs).toISOString(),
        announcements: {
          NUDGE: audienceOf('NUDGE'),
          ...audienceOfOverdue(),
          REMINDER: audienceOf('REMINDER'),
          SAME_DAY: audienceOf('SAME_DAY'),
        },
      });
    },
  };
}

function isFired(kind: PlannedTimer['kind']): kind is FireCommand['kind'] {
  switch (kind) {
    case 'NUDGE':
    case 'ESCALATE':
    case 'REMINDER':
    case 'NO_ANSWER':
      return true;
    case 'EXPIRE':
    case 'MOVE_EXPIRE':
    case 'COMPLETE':
      return false;
  }
}

function isLast({ kind, offsetMinutes }: PlannedTimer, { policy }: TimerBasis): boolean {
  return kind === 'REMINDER' && offsetMinutes === Math.min(...policy.reminderOffsetsMinutes);
}
