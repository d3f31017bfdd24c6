import { DomainError } from '../../domain/errors.js';
import { mayAct, type SessionAction } from '../../domain/session/allowed-actions.js';
import type { Tx } from '../../prisma/actor.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { PersonActor } from '../http/principal.js';
import { viewerOf } from '../sessions/present.js';

/** Refuses who may never do this with the session; whether it can be done now is for the session's workflow to say. */
export async function demandMay(
  tx: Tx,
  actor: PersonActor,
  action: SessionAction,
  { doctor, patient }: SessionView,
): Promise<void> {
  const { viewer } = await viewerOf(tx, actor);
  if (mayAct(action, { doctorId: doctor.id, patientId: patient.id }, viewer)) return;
  throw new DomainError('forbidden', `You may not ${action} this session.`);
}
