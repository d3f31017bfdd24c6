import type { UnreachedReason } from '../../domain/tasks/types.js';
import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';
import { TASK_SESSION_JSON, type TaskSession } from './task-view.js';

/** A session whose patient has not been reached about its present time. */
export interface UnreachedView {
  session: TaskSession;
  patient: { id: string; fullName: string };
  phone: string | null;
  reason: UnreachedReason;
  /** The open task about it, if there is one. */
  taskId: string | null;
}

/** When a session got its present time and its approval; what was sent before says nothing about it. */
const SINCE = Prisma.sql`(
  SELECT max(h.at) FROM status_history h
   WHERE h.session_id = s.id AND h.kind IN ('APPROVED', 'MOVED', 'REOPENED', 'AMENDED'))`;

const REASON = Prisma.sql`CASE
  WHEN work.id IS NOT NULL THEN 'CALL'
  WHEN sent.by_text IS NULL AND sent.by_email IS NULL THEN 'NOTHING_SENT'
  WHEN sent.by_text THEN 'NO_RECEIPT'
  WHEN sent.by_email THEN 'EMAIL_ONLY'
  ELSE 'FAILED' END`;

/**
 * The approved sessions of one local date of the clinic whose patients have neither answered nor, by a text, been reached, or
 * whom somebody is to call; earliest first, at most `limit`. For the desk.
 */
export async function unreachedSessions(tx: Tx, localDate: string, limit: number): Promise<UnreachedView[]> {
  const rows = await tx.$queryRaw<{ row: UnreachedView }[]>`
    SELECT jsonb_build_object(
             'session', ${TASK_SESSION_JSON}, 'reason', ${REASON}, 'taskId', work.id,
             'patient', jsonb_build_object('id', p.id, 'fullName', p.full_name), 'phone', p.phone) AS row
      FROM policy c
      JOIN sessions s ON s.starts_at >= (${localDate}::date)::timestamp AT TIME ZONE c.time_zone
                     AND s.starts_at < (${localDate}::date + 1)::timestamp AT TIME ZONE c.time_zone
      JOIN patients p ON p.id = s.patient_id
      LEFT JOIN LATERAL (
        SELECT t.id FROM tasks t
         WHERE t.session_id = s.id AND t.kind IN ('CALL_PATIENT', 'UNDELIVERED') AND t.state <> 'DONE'
         ORDER BY t.created_at DESC, t.id LIMIT 1) work ON true
      CROSS JOIN LATERAL (
        SELECT bool_or(n.channel = 'SMS' AND n.status = 'DELIVERED') AS arrived,
               bool_or(n.status IN ('QUEUED', 'SENT')) FILTER (WHERE n.channel = 'SMS') AS by_text,
               bool_or(n.status IN ('QUEUED', 'SENT', 'DELIVERED')) FILTER (WHERE n.channel = 'EMAIL') AS by_email
          FROM notifications n
         WHERE (n.session_id = s.id OR (n.patient_id = s.patient_id AND s.id = ANY (n.also_session_ids)))
           AND n.recipient = 'PATIENT' AND n.created_at >= coalesce(${SINCE}, s.created_at)) sent
     WHERE s.status = 'APPROVED' AND s.deleted_at IS NULL AND s.attendance = 'UNKNOWN'
       AND (work.id IS NOT NULL OR sent.arrived IS NOT TRUE)
     ORDER BY s.starts_at, s.id LIMIT ${limit}`;
  return rows.map(({ row }) => row);
}
