import { ApplicationFailure } from '@temporalio/common';
import type { SessionStep } from '../../activities/session.js';
import type { ErrorCode } from '../../domain/errors.js';
import { timerKey, type PlannedTimer } from '../../domain/session/plan-timers.js';
import type { SessionSnapshot } from '../../domain/session/types.js';

/** Waits of the fake clinic, short enough for a test on a real clock. */
export interface FakeClinicTimes {
  decisionMs: number;
  sessionEndsMs: number;
  /** How long a proposed time stays open; as long as the time to decide where not given. */
  moveMs?: number;
  /** When after the booking an approved session's reminders are due, by the offset that they stand for. */
  reminders?: { offsetMinutes: number; afterMs: number }[];
  /** The whole plan of a session, of which these timers have fired, in place of all that. */
  plan?: (row: SessionSnapshot, fired: string[]) => PlannedTimer[];
}

export interface FakeSessionRows {
  rows: Map<string, SessionSnapshot>;
  /** Every applied or refused message by decision id, in order; timers as `timer:KEY`. */
  decisions: { decisionId: string; state: SessionStep['state']; code: ErrorCode | null }[];
  /** What can never succeed, by id. */
  hopeless: Set<string>;
  /** Commands that reach the database too late, by decision id. */
  late: Set<string>;
  inMs(ms: number): string;
  step(row: SessionSnapshot, code?: ErrorCode | null): SessionStep;
  /** Changes a row by a message of this id, or refuses it. */
  change(sessionId: string, decisionId: string, apply: (row: SessionSnapshot) => ErrorCode | null): SessionStep;
  /** The same for what a caller waits for: once for each id, and in time. */
  command(
    sessionId: string,
    command: { decisionId: string; validUntil: string },
    apply: (row: SessionSnapshot) => ErrorCode | null,
  ): SessionStep;
  /** Remembers that a timer has fired. */
  fire(sessionId: string, timer: PlannedTimer): SessionStep;
}

/** Sessions in memory, with the rules of the real ones as far as a workflow can tell. */
export function createFakeSessionRows(times: FakeClinicTimes): FakeSessionRows {
  const rows: FakeSessionRows['rows'] = new Map();
  const decisions: FakeSessionRows['decisions'] = [];
  const hopeless = new Set<string>();
  const late = new Set<string>();
  const answered = new Map<string, SessionStep>();
  const fired = new Map<string, string[]>();
  const bornMs = Date.now();
  const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

  const planned = (row: SessionSnapshot): PlannedTimer[] => {
    if (times.plan) return times.plan(row, fired.get(row.sessionId) ?? []);
    const move: PlannedTimer[] = row.move ? [{ kind: 'MOVE_EXPIRE', at: row.move.dueAt, moveId: row.move.moveId }] : [];
    if (row.status === 'PENDING') return [{ kind: 'EXPIRE', at: row.decisionDueAt }, ...move];
    if (row.status !== 'APPROVED') return [];
    const reminders = (times.reminders ?? []).map(({ offsetMinutes, afterMs }) => ({
      kind: 'REMINDER' as const,
      at: new Date(bornMs + afterMs).toISOString(),
      offsetMinutes,
    }));
    return [...reminders, { kind: 'COMPLETE', at: row.endsAt }, ...move];
  };

  const step: FakeSessionRows['step'] = (row, code = null) => ({
    state: code === null ? 'APPLIED' : 'REFUSED',
    code,
    snapshot: structuredClone(row),
    notificationIds: code === null ? [`${row.sessionId}:${row.version}`] : [],
    timers: planned(row).filter((timer) => !fired.get(row.sessionId)?.includes(timerKey(timer))),
  });

  const rowOf = (sessionId: string): SessionSnapshot => {
    const row = rows.get(sessionId);
    if (!row) throw new Error(`no row ${sessionId}`);
    return row;
  };

  const change: FakeSessionRows['change'] = (sessionId, decisionId, apply) => {
    const row = rowOf(sessionId);
    if (hopeless.has(decisionId)) throw ApplicationFailure.nonRetryable('no', 'forbidden');
    const code = apply(row);
    if (code === null) row.version += 1;
    const result = step(row, code);
    decisions.push({ decisionId, state: result.state, code });
    return result;
  };

  return {
    rows,
    decisions,
    hopeless,
    late,
    inMs,
    step,
    change,
    command(sessionId, { decisionId, validUntil }, apply) {
      const before = answered.get(decisionId);
      if (before) return before;
      if (late.has(decisionId) || Date.parse(validUntil) < Date.now())
        return step(rowOf(sessionId), 'temporarily_unavailable');
      const result = change(sessionId, decisionId, apply);
      answered.set(decisionId, result);
      return result;
    },
    fire(sessionId, timer) {
      fired.set(sessionId, [...(fired.get(sessionId) ?? []), timerKey(timer)]);
      decisions.push({ decisionId: `timer:${timerKey(timer)}`, state: 'APPLIED', code: null });
      const result = step(rowOf(sessionId));
      return { ...result, notificationIds: [`${sessionId}:${timerKey(timer)}`] };
    },
  };
}
