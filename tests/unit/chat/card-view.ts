import type { CardMove, CardView } from '../../../domain/chat/card.js';

export const SESSION_ID = '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a01';

/** A request that waits, as a card shows it. */
export function cardView(fields: Partial<CardView> = {}): CardView {
  return {
    sessionId: SESSION_ID,
    code: 'K7QP',
    status: 'PENDING',
    attendance: 'UNKNOWN',
    version: 1,
    startsAt: '2027-05-12T08:30:00.000Z',
    endsAt: '2027-05-12T09:00:00.000Z',
    timeZone: 'Europe/Berlin',
    telehealth: false,
    place: 'Room 2, First floor',
    doctorName: 'Dr Layla Haddad',
    visitReason: 'Check-up',
    patientKnown: false,
    patientName: null,
    decisionDueAt: '2027-05-11T16:00:00.000Z',
    decidedBy: null,
    decidedAt: null,
    cancelledBy: null,
    reason: null,
    reasonCategory: null,
    overbooked: false,
    move: null,
    nowMs: Date.parse('2027-05-10T16:30:00.000Z'),
    ...fields,
  };
}

/** A secretary's wish to move it by a day. */
export function cardMove(fields: Partial<CardMove> = {}): CardMove {
  return {
    awaiting: 'DOCTOR',
    startsAt: '2027-05-13T07:00:00.000Z',
    endsAt: '2027-05-13T07:30:00.000Z',
    doctorName: null,
    place: 'Room 5',
    proposedBy: 'Tom Becker',
    reason: null,
    dueAt: '2027-05-11T16:00:00.000Z',
    ...fields,
  };
}
