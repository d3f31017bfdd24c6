import type { Policy } from '../policy/policy.js';
import { reminderTimes } from './reminder-times.js';
import type { SessionSnapshot } from './types.js';

/**
 * What a session's workflow waits for. NUDGE: the doctor is reminded of a request. ESCALATE: whoever covers, or the desk,
 * hears of it. EXPIRE: nobody decided in time. MOVE_EXPIRE: a proposed time lapses. REMINDER: the patient is reminded, one
 * per offset of the policy. NO_ANSWER: the last reminder's time without an answer, the desk calls. COMPLETE: the
 * session's end has passed.
 */
export const TIMER_KINDS = ['NUDGE', 'ESCALATE', 'EXPIRE', 'MOVE_EXPIRE', 'REMINDER', 'NO_ANSWER', 'COMPLETE'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** A dated next action; `at` is ISO UTC and may lie in the past, which means "at once". */
export interface PlannedTimer {
  kind: TimerKind;
  at: string;
  /** REMINDER only. */
  offsetMinutes?: number;
  /** MOVE_EXPIRE only. */
  moveId?: string;
}

/** What timers are planned from besides the snapshot. Instants are ISO UTC. */
export interface TimerBasis {
  /** Since when the request has waited at its present time, or for the patient's word on another one. */
  createdAt: string;
  /** Since when the session has been approved at its present time; null before. What was past by then is skipped. */
  approvedSince: string | null;
  /** Timers that fired for the session's present time, by `timerKey`. */
  fired: string[];
  policy: Pick<
    Policy,
    'decisionDeadlineMinutes' | 'decisionLeadMinutes' | 'reminderOffsetsMinutes' | 'quietHours' | 'timeZone'
  >;
}

/** What a timer is remembered by once it fired: `NUDGE`, `REMINDER/2880`. */
export function timerKey({ kind, offsetMinutes }: Pick<PlannedTimer, 'kind' | 'offsetMinutes'>): string {
  return offsetMinutes === undefined ? kind : `${kind}/${offsetMinutes}`;
}

const MINUTE_MS = 60_000;

/**
 * The dated list of next actions at `nowMs`, earliest first; empty once the session has ended. What should have happened
 * already is dated in the past, and only the last of such reminders or nudges is left. For activities: it reckons with
 * time zones.
 */
export function planTimers(snapshot: SessionSnapshot, basis: TimerBasis, nowMs: number): PlannedTimer[] {
  return [...plannedByStatus(snapshot, basis, nowMs), ...moveTimers(snapshot)]
    .filter((timer) => !basis.fired.includes(timerKey(timer)))
    .sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

function plannedByStatus(snapshot: SessionSnapshot, basis: TimerBasis, nowMs: number): PlannedTimer[] {
  switch (snapshot.status) {
    case 'PENDING':
      return decisionTimers(snapshot, basis, nowMs);
    case 'APPROVED':
      return [...reminderTimers(snapshot, basis, nowMs), { kind: 'COMPLETE', at: toIso(Date.parse(snapshot.endsAt)) }];
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case 'COMPLETED':
    case 'NO_SHOW':
      return [];
  }
}

function moveTimers({ move }: SessionSnapshot): PlannedTimer[] {
  return move === null ? [] : [{ kind: 'MOVE_EXPIRE', at: toIso(Date.parse(move.dueAt)), moveId: move.moveId }];
}

/** Shorter times to decide are over before anybody could be asked again. */
const NUDGED_FROM_MS = 10 * MINUTE_MS;

/** While the patient considers the doctor's suggestion, the doctor owes no answer and the request does not expire. */
function decisionTimers({ decisionDueAt, move }: SessionSnapshot, basis: TimerBasis, nowMs: number): PlannedTimer[] {
  if (move?.awaiting === 'PATIENT') return [];
  const createdMs = Date.parse(basis.createdAt);
  const dueMs = Date.parse(decisionDueAt);
  const expire: PlannedTimer = { kind: 'EXPIRE', at: toIso(dueMs) };
  if (dueMs - createdMs <= NUDGED_FROM_MS) return [expire];
  const nudgeMs = createdMs + Math.round((dueMs - createdMs) / 2);
  const escalateMs = createdMs + Math.round(((dueMs - createdMs) * 3) / 4);
  return [
    ...(nowMs < escalateMs ? [{ kind: 'NUDGE' as const, at: toIso(nudgeMs) }] : []),
    ...(nowMs < dueMs ? [{ kind: 'ESCALATE' as const, at: toIso(escalateMs) }] : []),
    expire,
  ];
}

/** After the last reminder, so that whoever is called was asked. */
const NO_ANSWER_AFTER_MS = 1_000;

function reminderTimers(snapshot: SessionSnapshot, basis: TimerBasis, nowMs: number): PlannedTimer[] {
  const { attendance, startsAt } = snapshot;
  const startsAtMs = Date.parse(startsAt);
  if (attendance === 'DECLINED' || nowMs >= startsAtMs) return [];
  const approvedSinceMs = Date.parse(basis.approvedSince ?? basis.createdAt);
  const { policy } = basis;
  const times = reminderTimes({ startsAtMs, approvedSinceMs, nowMs, policy });
  const last = times.find(({ offsetMinutes }) => offsetMinutes === Math.min(...policy.reminderOffsetsMinutes));
  const wanted = attendance === 'CONFIRMED' ? [last] : times;
  const reminders = wanted.flatMap((time): PlannedTimer[] =>
    time === undefined || time.atMs === null
      ? []
      : [{ kind: 'REMINDER', at: toIso(time.atMs), offsetMinutes: time.offsetMinutes }],
  );
  if (last === undefined || attendance !== 'UNKNOWN') return reminders;
  const lastMs = basis.fired.includes(timerKey({ kind: 'REMINDER', ...last })) ? last.dueMs : (last.atMs ?? last.dueMs);
  return [...reminders, { kind: 'NO_ANSWER', at: toIso(lastMs + NO_ANSWER_AFTER_MS) }];
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

export interface MoveDueInput {
  proposedAtMs: number;
  startsAtMs: number;
  newStartsAtMs: number;
  policy: Pick<Policy, 'decisionDeadlineMinutes' | 'decisionLeadMinutes'>;
}

/** When a proposed time lapses: like a request, seen from the earlier of both starts. */
export function moveDueAt({ proposedAtMs, startsAtMs, newStartsAtMs, policy }: MoveDueInput): string {
  return decisionDueAt({ bookedAtMs: proposedAtMs, startsAtMs: Math.min(startsAtMs, newStartsAtMs), policy });
}

const toIso = (ms: number): string => new Date(ms).toISOString();
