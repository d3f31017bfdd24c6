import type { Activities } from '../../activities/index.js';
import type { ErrorCode } from '../../domain/errors.js';
import { timerKey } from '../../domain/session/plan-timers.js';
import { holdsSlot, type SessionSnapshot } from '../../domain/session/types.js';
import type { CorrectMessage, DecideMessage, MoveMessage } from '../../workflows/session/contract.js';
import type { FakeClinicTimes, FakeSessionRows } from './fake-session-rows.js';

type SessionActivities = Pick<
  Activities,
  | 'book'
  | 'loadSession'
  | 'applyDecision'
  | 'applyReply'
  | 'applyCancel'
  | 'applyMove'
  | 'applyClose'
  | 'applyCorrection'
  | 'applyTimer'
>;

/** The session's activities over rows in memory. `taken` are doctors whose one slot is gone. */
export function createFakeSessionSteps(
  fake: FakeSessionRows,
  times: FakeClinicTimes,
  taken: Set<string>,
): SessionActivities {
  const { rows, step, change, command, inMs } = fake;
  return {
    book: async ({ sessionId, request }) => {
      if (taken.has(request.doctorId)) {
        const refusal = { code: 'slot_taken' as const, conflicts: ['doctor' as const], alternatives: [] };
        return { outcome: { kind: 'REFUSED', bodyHash: request.bodyHash, refusal }, step: null };
      }
      taken.add(request.doctorId);
      const row: SessionSnapshot = {
        sessionId,
        status: 'PENDING',
        attendance: 'UNKNOWN',
        version: 1,
        doctorId: request.doctorId,
        startsAt: request.startsAt,
        endsAt: inMs(times.sessionEndsMs),
        decisionDueAt: inMs(times.decisionMs),
        move: null,
      };
      rows.set(sessionId, row);
      const snapshot = structuredClone(row);
      return { outcome: { kind: 'BOOKED', bodyHash: request.bodyHash, snapshot }, step: step(row) };
    },
    loadSession: async (sessionId) => {
      const row = rows.get(sessionId);
      if (!row) return null;
      return { outcome: { kind: 'BOOKED', bodyHash: 'body', snapshot: structuredClone(row) }, step: step(row) };
    },
    applyDecision: async ({ sessionId, message }) =>
      change(sessionId, message.decisionId, (row) => decide(row, message)),
    applyReply: async ({ sessionId, message }) =>
      change(sessionId, message.decisionId, (row) => {
        if (row.status !== 'APPROVED') return 'invalid_transition';
        row.attendance = 'CONFIRMED';
        return null;
      }),
    applyCancel: async ({ sessionId, message }) =>
      command(sessionId, message, (row) => {
        if (!holdsSlot(row.status)) return 'invalid_transition';
        Object.assign(row, { status: 'CANCELLED', move: null });
        return null;
      }),
    applyMove: async ({ sessionId, message }) =>
      command(sessionId, message, (row) => move(row, message, inMs(times.moveMs ?? times.decisionMs))),
    applyClose: async ({ sessionId, message: { verdict, ...message } }) =>
      command(sessionId, message, (row) => {
        const status = verdict === 'COMPLETE' ? 'COMPLETED' : 'NO_SHOW';
        if (row.status === status || !['APPROVED', 'COMPLETED', 'NO_SHOW'].includes(row.status))
          return 'invalid_transition';
        Object.assign(row, { status, move: null });
        return null;
      }),
    applyCorrection: async ({ sessionId, message }) => command(sessionId, message, (row) => correct(row, message)),
    applyTimer: async ({ sessionId, timer }) => {
      switch (timer.kind) {
        case 'EXPIRE':
        case 'COMPLETE':
          return change(sessionId, `timer:${timer.kind}`, (row) => {
            if (!holdsSlot(row.status)) return 'invalid_transition';
            Object.assign(row, { status: timer.kind === 'EXPIRE' ? 'EXPIRED' : 'COMPLETED', move: null });
            return null;
          });
        case 'MOVE_EXPIRE':
          return change(sessionId, `timer:${timerKey(timer)}`, (row) => {
            if (row.move?.moveId !== timer.moveId) return 'invalid_transition';
            row.move = null;
            return null;
          });
        case 'NUDGE':
        case 'ESCALATE':
        case 'REMINDER':
        case 'NO_ANSWER':
          return fake.fire(sessionId, timer);
      }
    },
  };
}

function decide(row: SessionSnapshot, { subject, verdict }: DecideMessage): ErrorCode | null {
  if (subject === 'MOVE') {
    if (row.move === null) return 'invalid_transition';
    const { startsAt, endsAt } = row.move;
    if (verdict === 'APPROVE') Object.assign(row, { startsAt, endsAt, attendance: 'UNKNOWN', status: 'APPROVED' });
    row.move = null;
    return null;
  }
  if (row.status !== 'PENDING') return 'already_decided';
  Object.assign(row, { status: verdict === 'APPROVE' ? 'APPROVED' : 'REJECTED', move: null });
  return null;
}

function move(row: SessionSnapshot, { decisionId, actor, startsAt, override }: MoveMessage, dueAt: string) {
  if (!holdsSlot(row.status) || row.move !== null) return 'invalid_transition';
  const lengthMs = Date.parse(row.endsAt) - Date.parse(row.startsAt);
  const endsAt = new Date(Date.parse(startsAt) + lengthMs).toISOString();
  const byStaff = actor.role === 'DOCTOR' || actor.role === 'ADMIN';
  if (override !== null || (row.status === 'PENDING' && !byStaff)) Object.assign(row, { startsAt, endsAt });
  else {
    const awaiting = byStaff ? 'PATIENT' : 'DOCTOR';
    row.move = { moveId: decisionId, awaiting, doctorId: row.doctorId, startsAt, endsAt, dueAt };
  }
  return null;
}

function correct(row: SessionSnapshot, message: CorrectMessage): ErrorCode | null {
  switch (message.kind) {
    case 'AMEND': {
      const { startsAt = row.startsAt, status = row.status } = message.changes;
      Object.assign(row, { startsAt, status });
      return null;
    }
    case 'REOPEN':
      if (holdsSlot(row.status)) return 'invalid_transition';
      row.status = 'PENDING';
      return null;
    case 'DELETE':
      row.status = 'CANCELLED';
      return null;
  }
}
