import type { MoveWorld } from './move-world.js';

const overlapping = (resource: 'doctor' | 'room' | 'patient', range: 'doctor_range' | 'slot_range'): string => `
  SELECT 1 FROM holds a JOIN holds b ON a.${resource}_id = b.${resource}_id AND a.session_id < b.session_id
   WHERE a.active AND b.active AND NOT a.exempt_${resource} AND NOT b.exempt_${resource} AND a.${range} && b.${range}`;

const FAULTS: Record<string, string> = {
  'two sessions have one doctor at one time': overlapping('doctor', 'doctor_range'),
  'two sessions have one room at one time': overlapping('room', 'slot_range'),
  'two sessions have one patient at one time': overlapping('patient', 'slot_range'),
  'an open session has not exactly one hold of its own, with its time, doctor and room': `
    SELECT 1 FROM sessions s
     WHERE s.status IN ('PENDING', 'APPROVED')
       AND 1 <> (SELECT count(*) FROM holds h
                  WHERE h.session_id = s.id AND h.active AND h.move_id IS NULL AND h.slot_range = tstzrange(s.starts_at, s.ends_at)
                    AND h.doctor_id = s.doctor_id AND h.room_id IS NOT DISTINCT FROM s.room_id)`,
  'an open move has not exactly one hold, with its time, doctor and room': `
    SELECT 1 FROM moves m
     WHERE m.status = 'PROPOSED'
       AND 1 <> (SELECT count(*) FROM holds h
                  WHERE h.session_id = m.session_id AND h.active AND h.move_id = m.id
                    AND h.slot_range = tstzrange(m.starts_at, m.ends_at)
                    AND h.doctor_id = m.doctor_id AND h.room_id IS NOT DISTINCT FROM m.room_id)`,
  'a hold is nobody’s': `
    SELECT 1 FROM holds h JOIN sessions s ON s.id = h.session_id
     WHERE h.active AND (s.status NOT IN ('PENDING', 'APPROVED') OR s.deleted_at IS NOT NULL
                         OR (h.move_id IS NOT NULL
                             AND NOT EXISTS (SELECT 1 FROM moves m WHERE m.id = h.move_id AND m.status = 'PROPOSED')))`,
  'the mark of an overbooked session is wrong': `
    SELECT 1 FROM sessions s JOIN holds h ON h.session_id = s.id AND h.active AND h.move_id IS NULL
     WHERE s.overbooked <> (h.exempt_doctor OR h.exempt_room OR h.exempt_patient)`,
  'a version has no history': `
    SELECT 1 FROM sessions s WHERE s.version <> (SELECT count(*) FROM status_history h WHERE h.session_id = s.id)`,
};

/** What must be true of holds, sessions and moves at any moment; the sentences that are not. One look for all of them. */
export async function holdFaults(rows: MoveWorld['rows']): Promise<string[]> {
  const sql = Object.entries(FAULTS).map(
    ([sentence, query]) => `SELECT '${sentence}' AS fault WHERE EXISTS (${query})`,
  );
  return (await rows<{ fault: string }>(sql.join(' UNION ALL '))).map(({ fault }) => fault);
}
