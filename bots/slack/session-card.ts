import type { operations } from '../../api/client/client.js';
import { type ResponseOf } from '../../api/client/client.js';
import type { CardMove, CardView } from '../../domain/chat/card.js';

export type ApiSession = ResponseOf<typeof operations.getSession>['body'];

/** A session as the API tells it, as a card's view. What the API does not tell is left open. */
export function sessionCardView(session: ApiSession, options: { showPatientNames: boolean; nowMs: number }): CardView {
  return {
    sessionId: session.id,
    code: session.code,
    status: session.status,
    attendance: session.attendance,
    version: session.version,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    timeZone: session.timeZone,
    telehealth: session.telehealth,
    place: session.room?.name ?? null,
    doctorName: session.doctor.fullName,
    visitReason: session.visitReason ?? null,
    patientKnown: null,
    patientName: options.showPatientNames ? session.patient.fullName : null,
    decisionDueAt: session.status === 'PENDING' ? session.decisionDueAt : null,
    decidedBy: session.decidedBy?.fullName ?? null,
    decidedAt: session.decidedAt ?? null,
    cancelledBy: null,
    reason: session.reason ?? null,
    reasonCategory: session.reasonCategory ?? null,
    overbooked: session.overbooked,
    move: openMove(session),
    nowMs: options.nowMs,
  };
}

/** Who asks for another time is told by role where it is the patient: cards may show no names of theirs. */
function openMove({ move, doctor }: ApiSession): CardMove | null {
  if (!move || move.status !== 'PROPOSED') return null;
  const byPatient = move.proposedBy?.role === 'PATIENT';
  return {
    awaiting: move.awaiting,
    startsAt: move.startsAt,
    endsAt: move.endsAt,
    doctorName: move.doctor.id === doctor.id ? null : move.doctor.fullName,
    place: move.room?.name ?? null,
    proposedBy: byPatient ? 'the patient' : (move.proposedBy?.fullName ?? null),
    // A patient's own words may be medical.
    reason: byPatient ? null : move.reason,
    dueAt: move.dueAt,
  };
}
