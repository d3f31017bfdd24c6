import { DomainError } from '../../domain/errors.js';
import type { Tx } from '../../prisma/actor.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import { viewerOf, type PersonActor } from '../sessions/present.js';

type Authorise = (tx: Tx, session: SessionView) => Promise<void>;

/** Approving and rejecting: the session's doctor, one who covers them today, an admin. */
export function mayDecide(actor: PersonActor): Authorise {
  return async (tx, session) => {
    if (actor.role === 'ADMIN') return;
    const viewer = await viewerOf(tx, actor);
    if (viewer.coveredDoctorIds.includes(session.doctor.id)) return;
    throw new DomainError('forbidden', "Only the session's doctor or who covers them may decide.");
  };
}

/** Calling off: the session's patient and doctor, a secretary, an admin. One who only covers may not. */
export function mayCancel(actor: PersonActor): Authorise {
  return async (tx, session) => {
    if (actor.role === 'ADMIN' || actor.role === 'SECRETARY') return;
    const viewer = await viewerOf(tx, actor);
    if (viewer.doctorId === session.doctor.id || viewer.patientId === session.patient.id) return;
    throw new DomainError('forbidden', 'You may not call this session off.');
  };
}

/** Answering: the patient, or whoever of the staff sees the session, on the patient's behalf. */
export const mayAnswer: Authorise = () => Promise.resolve();
