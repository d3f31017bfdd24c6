/**
 * The columns of the export as somebody writes them who has no row-level security, no order and no spreadsheet to think of:
 * what the database needs for the same values.
 */
export const PLAIN_QUERY = `
  SELECT s.id, s.code, s.status, s.attendance, engine.iso(s.starts_at) AS "startsAt", engine.iso(s.ends_at) AS "endsAt",
         c.time_zone AS "timeZone", d.full_name AS doctor, p.full_name AS patient, r.name AS room, s.telehealth,
         engine.iso(s.created_at) AS "createdAt", engine.iso(s.decided_at) AS "decidedAt", u.full_name AS "decidedBy",
         s.reason, s.overbooked
    FROM sessions s
    JOIN doctors d ON d.id = s.doctor_id
    JOIN patients p ON p.id = s.patient_id
    LEFT JOIN rooms r ON r.id = s.room_id
    LEFT JOIN users u ON u.id = s.decided_by
   CROSS JOIN policy c
   WHERE s.deleted_at IS NULL`;
