import {
  allowedActions,
  type ActionParties,
  type ActionViewer,
  type AllowedActionsInput,
  type SessionAction,
} from '../../domain/session/allowed-actions.js';
import type { Tx } from '../../prisma/actor.js';
import { readSession, type SessionView } from '../../prisma/views/session-view.js';
import { readViewer } from '../../prisma/views/viewer-view.js';
import { absent } from '../http/absent.js';
import type { PersonActor } from '../http/principal.js';

export type SessionBody = SessionView & { allowedActions: SessionAction[] };

/** Who looks at sessions, and the cut-offs that bind them: only doctors and patients need to be looked up. */
export async function viewerOf(
  tx: Tx,
  { id: userId, role }: PersonActor,
): Promise<Pick<AllowedActionsInput, 'viewer' | 'policy'>> {
  const nobody: ActionViewer = { userId, role, doctorId: null, coveredDoctorIds: [], patientId: null };
  const unbound = { patientCancelCutoffMinutes: 0, patientMoveCutoffMinutes: 0 };
  if (role === 'SECRETARY' || role === 'ADMIN') return { viewer: nobody, policy: unbound };
  const { ownDoctorIds, decidableDoctorIds, ownPatientIds, ...policy } = await readViewer(tx);
  const [doctorId = null, patientId = null] = [ownDoctorIds[0], ownPatientIds[0]];
  return { viewer: { ...nobody, doctorId, coveredDoctorIds: decidableDoctorIds, patientId }, policy };
}

/** Whom a session concerns, for the question who may act on it. */
export function partiesOf({ doctor, patient, move }: SessionView): ActionParties {
  return {
    doctorId: doctor.id,
    patientId: patient.id,
    move: move && { awaiting: move.awaiting, doctorId: move.doctor.id, proposedBy: move.proposedBy?.id ?? null },
  };
}

/** Sessions as answered: with what the viewer may do with each. */
export async function presentSessions(
  tx: Tx,
  actor: PersonActor,
  views: SessionView[],
  now: Date,
): Promise<SessionBody[]> {
  if (views.length === 0) return [];
  const viewer = await viewerOf(tx, actor);
  return views.map((view) => {
    const { status, attendance, startsAt, endsAt } = view;
    const session = { status, attendance, startsAt, endsAt, ...partiesOf(view) };
    return { ...view, allowedActions: allowedActions({ session, ...viewer, nowMs: now.getTime() }) };
  });
}

/** The session in the path, or the refusal that its absence deserves. */
export async function findSession(tx: Tx, actor: PersonActor, sessionId: string): Promise<SessionView> {
  const view = await readSession(tx, sessionId);
  if (view === null) throw absent('session', actor.role);
  return view;
}

/** One session as answered. */
export async function presentSession(tx: Tx, actor: PersonActor, sessionId: string, now: Date): Promise<SessionBody> {
  const [body] = await presentSessions(tx, actor, [await findSession(tx, actor, sessionId)], now);
  if (body === undefined) throw absent('session', actor.role);
  return body;
}
