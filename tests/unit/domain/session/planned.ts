import type { TimerBasis } from '../../../../domain/session/plan-timers.js';
import type { OpenMove, SessionSnapshot } from '../../../../domain/session/types.js';

/** A request for Wednesday 12 May 2027, 10:30 in Berlin. */
export function snapshot(fields: Partial<SessionSnapshot> = {}): SessionSnapshot {
  return {
    sessionId: 'session-1',
    status: 'PENDING',
    attendance: 'UNKNOWN',
    version: 1,
    doctorId: 'doctor-1',
    startsAt: '2027-05-12T08:30:00.000Z',
    endsAt: '2027-05-12T09:00:00.000Z',
    decisionDueAt: '2027-05-11T10:00:00.000Z',
    move: null,
    ...fields,
  };
}

/** Booked a day before it is due, and approved an hour after that. */
export function basis({
  policy,
  ...fields
}: Partial<Omit<TimerBasis, 'policy'>> & { policy?: Partial<TimerBasis['policy']> } = {}): TimerBasis {
  return {
    createdAt: '2027-05-10T10:00:00.000Z',
    approvedSince: '2027-05-01T11:00:00.000Z',
    fired: [],
    policy: {
      decisionDeadlineMinutes: 1_440,
      decisionLeadMinutes: 30,
      reminderOffsetsMinutes: [2_880, 180],
      quietHours: { from: '21:00', to: '08:00' },
      timeZone: 'Europe/Berlin',
      ...policy,
    },
    ...fields,
  };
}

export function openMove(fields: Partial<OpenMove> = {}): OpenMove {
  return {
    moveId: 'move-1',
    awaiting: 'DOCTOR',
    doctorId: 'doctor-1',
    startsAt: '2027-05-13T08:30:00.000Z',
    endsAt: '2027-05-13T09:00:00.000Z',
    dueAt: '2027-05-11T12:00:00.000Z',
    ...fields,
  };
}
