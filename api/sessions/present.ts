import type { Actor, Role } from '../../domain/actor.js';
import { allowedActions, type ActionViewer, type SessionAction } from '../../domain/session/allowed-actions.js';
import type { Tx } from '../../prisma/actor.js';
import { decidableDoctorIds } from '../../prisma/views/doctor-view.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import { readSession, type SessionView } from '../../prisma/views/session-view.js';
import { readUser } from '../../prisma/views/user-view.js';
import { absent } from '../http/absent.js';

export type PersonActor = Actor & { id: string; role: Role };
export type SessionBody = SessionView & { allowedActions: SessionAction[] };

/** Who looks at sessions: only doctors and patients need to be looked up. */
export async function viewerOf(tx: Tx, actor: PersonActor): Promise<ActionViewer> {
  const nobody = { role: actor.role, doctorId: null, coveredDoctorIds: [], patientId: null };
  if (actor.role === 'SECRETARY' || actor.role === 'ADMIN') return nobody;
  const user = await readUser(tx, actor.id);
  if (actor.role === 'PATIENT') return { ...nobody, patientId: user?.patientId ?? null };
  return { ...nobody, doctorId: user?.doctorId ?? null, coveredDoctorIds: await decidableDoctorIds(tx) };
}

/** The cut-off binds patients only. */
const NO_CUTOFF = { patientCancelCutoffMinutes: 0 };

/** Sessions as answered: with what the viewer may do with each. */
export async function presentSessions(
  tx: Tx,
  actor: PersonActor,
  views: SessionView[],
  now: Date,
): Promise<SessionBody[]> {
  if (views.length === 0) return [];
  const viewer = await viewerOf(tx, actor);
  const policy = actor.role === 'PATIENT' ? await readPolicy(tx) : NO_CUTOFF;
  return views.map((view) => {
    const { status, attendance, startsAt } = view;
    const session = { status, attendance, startsAt, doctorId: view.doctor.id, patientId: view.patient.id };
    return { ...view, allowedActions: allowedActions({ session, viewer, policy, nowMs: now.getTime() }) };
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
