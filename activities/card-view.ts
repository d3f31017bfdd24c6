import type { CardMove, CardView } from '../domain/chat/card.js';
import type { DeliveryContext, DeliveryRoom } from '../prisma/stores/delivery-store.js';

export type SessionContext = DeliveryContext & {
  session: NonNullable<DeliveryContext['session']>;
  patient: NonNullable<DeliveryContext['patient']>;
  doctor: NonNullable<DeliveryContext['doctor']>;
};

/** True for a row that belongs to a session. */
export function isAboutSession(context: DeliveryContext): context is SessionContext {
  return context.session !== null && context.patient !== null && context.doctor !== null;
}

/** A session's row as its card shows it. */
export function cardView(context: SessionContext, options: { nowMs: number; showPatientName: boolean }): CardView {
  const { session, clinic, room, doctor, patient } = context;
  const byPatient = session.cancelledByRole === 'PATIENT' && !options.showPatientName;
  return {
    sessionId: session.id,
    code: session.code,
    status: session.status,
    attendance: session.attendance,
    version: session.version,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    timeZone: clinic.timeZone,
    telehealth: session.telehealth,
    place: placeOf(room),
    doctorName: doctor.fullName,
    visitReason: session.visitReason,
    patientKnown: patient.known,
    patientName: options.showPatientName ? patient.fullName : null,
    decisionDueAt: session.decisionDueAt,
    decidedBy: session.decidedBy,
    decidedAt: session.decidedAt,
    cancelledBy: byPatient ? 'the patient' : session.cancelledBy,
    // A patient's own words may be medical.
    reason: byPatient ? null : session.reason,
    reasonCategory: session.reasonCategory,
    overbooked: session.overbooked,
    move: openMove(context, options.showPatientName),
    nowMs: options.nowMs,
  };
}

function openMove({ move, doctor }: SessionContext, showPatientName: boolean): CardMove | null {
  if (move === null) return null;
  const byPatient = move.proposedByRole === 'PATIENT';
  return {
    awaiting: move.awaiting,
    startsAt: move.startsAt,
    endsAt: move.endsAt,
    dueAt: move.dueAt,
    doctorName: move.doctorId === doctor.id ? null : move.doctorName,
    place: placeOf(move.room),
    proposedBy: byPatient && !showPatientName ? 'the patient' : move.proposedBy,
    reason: byPatient ? null : move.reason,
  };
}

/** Room and location in one line. */
export function placeOf(room: DeliveryRoom | null): string | null {
  return room === null ? null : [room.name, room.location].filter(Boolean).join(', ');
}
