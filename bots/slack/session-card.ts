import type { operations } from '../../api/client/client.js';
import { type ResponseOf } from '../../api/client/client.js';
import type { CardView } from '../../domain/chat/card.js';

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
    nowMs: options.nowMs,
  };
}
