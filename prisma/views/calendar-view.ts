import type { SessionStatus } from '../../domain/session/types.js';
import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';

/** A session as a calendar needs it. Instants are ISO UTC. */
export interface CalendarSession {
  id: string;
  code: string;
  status: SessionStatus;
  /** Now, or before it was called off. */
  approved: boolean;
  version: number;
  startsAt: string;
  endsAt: string;
  doctorName: string;
  place: string | null;
  telehealthUrl: string | null;
  clinicName: string;
}

const CALENDAR_SESSION = Prisma.sql`
  s.id, s.code, s.status, s.version, engine.iso(s.starts_at) AS "startsAt", engine.iso(s.ends_at) AS "endsAt",
  s.telehealth_url AS "telehealthUrl",
  s.status IN ('APPROVED', 'COMPLETED', 'NO_SHOW')
    OR s.status = 'CANCELLED' AND EXISTS (
      SELECT 1 FROM status_history h WHERE h.session_id = s.id AND h.to_status = 'APPROVED') AS approved,
  (SELECT d.full_name FROM doctors d WHERE d.id = s.doctor_id) AS "doctorName",
  (SELECT concat_ws(', ', r.name, nullif(r.location, '')) FROM rooms r WHERE r.id = s.room_id) AS place,
  (SELECT c.clinic_name FROM policy c) AS "clinicName"`;

/** One session that the viewer may see; null where there is none. */
export async function readCalendarSession(tx: Tx, sessionId: string): Promise<CalendarSession | null> {
  const rows = await tx.$queryRaw<CalendarSession[]>`
    SELECT ${CALENDAR_SESSION} FROM sessions s WHERE s.id = ${sessionId}::uuid AND s.deleted_at IS NULL`;
  return rows[0] ?? null;
}

/** What is, or was, fixed for the acting patient or doctor themselves from an instant on, by start, so many at most. */
export async function ownCalendarSessions(
  tx: Tx,
  { since, most }: { since: string; most: number },
): Promise<CalendarSession[]> {
  return tx.$queryRaw<CalendarSession[]>`
    SELECT ${CALENDAR_SESSION} FROM sessions s
     WHERE s.deleted_at IS NULL AND s.status IN ('APPROVED', 'COMPLETED', 'NO_SHOW') AND s.starts_at >= ${since}::timestamptz
       AND (s.patient_id = ANY ((SELECT engine.own_patient_ids())::uuid[])
            OR s.doctor_id = ANY ((SELECT engine.own_doctor_ids())::uuid[]))
     ORDER BY s.starts_at, s.id LIMIT ${most}`;
}
