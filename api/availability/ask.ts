import type { BookedTime, Schedule } from '../../domain/availability/editing/index.js';
import { alternativesWindow, nearestAlternatives, schedulingWindow } from '../../domain/availability/index.js';
import type { Slot } from '../../domain/availability/types.js';
import { DomainError } from '../../domain/errors.js';
import type { Tx } from '../../prisma/actor.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import { loadScheduling } from '../../prisma/stores/scheduling-store.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { PersonActor } from '../http/principal.js';
import { findSession, presentSessions } from '../sessions/present.js';

/** Looking for alternatives takes a while, and whoever is asked about more sessions will hardly move them one by one. */
const WITH_ALTERNATIVES = 50;
const COUNT = 3;

/** Asks what is to become of the sessions that a change would leave outside. */
export async function confirmationRequired(
  tx: Tx,
  actor: PersonActor,
  { after, affected, now }: { after: Schedule; affected: readonly BookedTime[]; now: Date },
): Promise<DomainError> {
  const views: SessionView[] = [];
  for (const { id } of affected) views.push(await findSession(tx, actor, id));
  const sessions = await presentSessions(tx, actor, views, now);
  const entries: { session: SessionView; alternatives: Slot[] }[] = [];
  for (const session of sessions) {
    const alternatives =
      entries.length < WITH_ALTERNATIVES ? await alternativesUnder(tx, after, session, now.getTime()) : [];
    entries.push({ session, alternatives });
  }
  const message =
    entries.length === 0
      ? 'The sessions that this change concerns have ended meanwhile; ask again without them in onConflict.'
      : 'Sessions would be left outside the hours; say in onConflict for each of them what becomes of it.';
  return new DomainError('confirmation_required', message, { affected: entries });
}

/** Free times of the doctor by hours that do not hold yet. */
async function alternativesUnder(tx: Tx, after: Schedule, session: SessionView, nowMs: number): Promise<Slot[]> {
  const startsAtMs = Date.parse(session.startsAt);
  const patientId = session.patient.id;
  const around = { startsAtMs, nowMs, policy: await readPolicy(tx) };
  const query = { doctorId: session.doctor.id, patientId, roomId: null, ignoreSessionId: session.id };
  const input = await loadScheduling(tx, { ...query, ...schedulingWindow(around) });
  if (input === null) return [];
  const { timeZone, periods, exceptions } = after;
  const wanted = {
    startsAtMs,
    durationMinutes: (Date.parse(session.endsAt) - startsAtMs) / 60_000,
    roomId: null,
    patientId,
    telehealth: session.telehealth,
  };
  const changed = { ...input, doctor: { ...input.doctor, timeZone }, periods, exceptions };
  return nearestAlternatives(changed, wanted, nowMs, COUNT, alternativesWindow(around));
}
