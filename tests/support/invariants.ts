import pg from 'pg';

const CHECKS: Record<string, string> = {
  'two active holds of one doctor overlap': `
    SELECT 1 FROM holds a JOIN holds b ON a.doctor_id = b.doctor_id AND a.session_id < b.session_id
     WHERE a.active AND b.active AND a.doctor_range && b.doctor_range`,
  'two active holds of one room overlap': `
    SELECT 1 FROM holds a JOIN holds b ON a.room_id = b.room_id AND a.session_id < b.session_id
     WHERE a.active AND b.active AND a.slot_range && b.slot_range`,
  'two active holds of one patient overlap': `
    SELECT 1 FROM holds a JOIN holds b ON a.patient_id = b.patient_id AND a.session_id < b.session_id
     WHERE a.active AND b.active AND a.slot_range && b.slot_range`,
  'a session that is over still holds its slot': `
    SELECT 1 FROM sessions s JOIN holds h ON h.session_id = s.id
     WHERE h.active AND s.status NOT IN ('PENDING', 'APPROVED')`,
  'an open session holds nothing': `
    SELECT 1 FROM sessions s WHERE s.status IN ('PENDING', 'APPROVED')
       AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.session_id = s.id AND h.active)`,
  'a message has neither left nor been given up': `SELECT 1 FROM notifications WHERE status = 'QUEUED'`,
  'a version has no history entry': `
    SELECT 1 FROM sessions s WHERE s.version <> (SELECT count(*) FROM status_history h WHERE h.session_id = s.id)`,
  'a status change has not exactly one audit entry': `
    SELECT 1 FROM status_history h
     WHERE h.from_status IS DISTINCT FROM h.to_status AND h.from_status IS NOT NULL
       AND 1 <> (SELECT count(*) FROM audit_entries a
                  WHERE a.entity = 'session' AND a.entity_id = h.session_id::text AND a.action = 'status'
                    AND a.after ->> 'status' = h.to_status AND (a.after ->> 'version')::int = h.version)`,
};

/** What must be true of the data whatever was killed; returns the sentences that are not. */
export async function checkInvariants(superuserUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const broken: string[] = [];
    for (const [sentence, sql] of Object.entries(CHECKS)) {
      if (((await client.query(`${sql} LIMIT 1`)).rowCount ?? 0) > 0) broken.push(sentence);
    }
    return broken;
  } finally {
    await client.end();
  }
}
