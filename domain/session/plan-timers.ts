import type { Policy } from '../policy/policy.js';
import type { SessionSnapshot } from './types.js';

/** What a session's workflow waits for. EXPIRE: nobody decided in time. COMPLETE: the session's end has passed. */
export const TIMER_KINDS = ['EXPIRE', 'COMPLETE'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** A dated next action; `at` is ISO UTC and may lie in the past, which means "at once". */
export interface PlannedTimer {
  kind: TimerKind;
  at: string;
}

const MINUTE_MS = 60_000;

/** The dated list of next actions, earliest first; empty once the session has ended. */
export function planTimers(snapshot: SessionSnapshot): PlannedTimer[] {
  switch (snapshot.status) {
    case 'PENDING':
      return [{ kind: 'EXPIRE', at: toIso(Date.parse(snapshot.decisionDueAt)) }];
    case 'APPROVED':
      return [{ kind: 'COMPLETE', at: toIso(Date.parse(snapshot.endsAt)) }];
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case 'COMPLETED':
    case 'NO_SHOW':
      return [];
  }
}

export interface DecisionDueInput {
  bookedAtMs: number;
  startsAtMs: number;
  policy: Pick<Policy, 'decisionDeadlineMinutes' | 'decisionLeadMinutes'>;
}

/**
 * When an undecided request expires: after the decision deadline, at the latest the decision lead before the start.
 * The doctor always has one minute, unless the start itself comes sooner.
 */
export function decisionDueAt({ bookedAtMs, startsAtMs, policy }: DecisionDueInput): string {
  const byDeadline = bookedAtMs + policy.decisionDeadlineMinutes * MINUTE_MS;
  const byLead = startsAtMs - policy.decisionLeadMinutes * MINUTE_MS;
  const soonest = Math.min(bookedAtMs + MINUTE_MS, startsAtMs);
  return toIso(Math.max(Math.min(byDeadline, byLead), soonest));
}

export interface RenewedDueInput extends DecisionDueInput {
  currentDueMs: number;
  nowMs: number;
}

/**
 * When an undecided request expires under rules that were changed after it was booked. Nobody loses the minute that is
 * left to them: never sooner than a minute from now, unless the present time was. A difference of less than a minute is
 * none, since rules are in minutes and the row's instant is not to the millisecond the one that was reckoned with.
 */
export function renewedDecisionDue(input: RenewedDueInput): string {
  const { currentDueMs, nowMs } = input;
  const byRules = Date.parse(decisionDueAt(input));
  const dueMs = Math.max(byRules, Math.min(currentDueMs, nowMs + MINUTE_MS));
  return toIso(Math.abs(dueMs - currentDueMs) < MINUTE_MS ? currentDueMs : dueMs);
}

const toIso = (ms: number): string => new Date(ms).toISOString();
