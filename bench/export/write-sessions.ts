import pg from 'pg';
import type { TestDatabase } from '../../tests/support/database.js';

const DOCTORS = 100;
const PATIENTS = 10_000;
const ROOMS = 20;
/** The measurement is about reading; a million audit entries would only take time. */
const AUDITED = ['patients', 'sessions'];

/**
 * So many sessions, one every ten minutes from 2020 on, of a hundred doctors and ten thousand patients; every eighth has a
 * reason with a comma, and a few names begin as a formula does.
 */
export async function writeSessions(db: TestDatabase, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  try {
    for (const table of AUDITED) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER audit`);
    for (const statement of PEOPLE) await client.query(statement);
    await client.query(SESSIONS, [count]);
    for (const table of AUDITED) await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit`);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

const PEOPLE = [
  `INSERT INTO users (id, email, full_name, role)
   SELECT gen_random_uuid(), 'doctor' || n || '@bench.example', 'Dr Person ' || n, 'DOCTOR' FROM generate_series(1, ${DOCTORS}) n`,
  `INSERT INTO doctors (id, user_id, full_name, time_zone)
   SELECT gen_random_uuid(), u.id, u.full_name, 'Europe/Berlin' FROM users u WHERE u.email LIKE 'doctor%@bench.example'`,
  `INSERT INTO patients (id, full_name, email)
   SELECT gen_random_uuid(), CASE WHEN n % 500 = 0 THEN '=Person ' ELSE 'María Person ' END || n, 'patient' || n || '@bench.example'
     FROM generate_series(1, ${PATIENTS}) n`,
  `INSERT INTO rooms (id, name) SELECT gen_random_uuid(), 'Bench room ' || n FROM generate_series(1, ${ROOMS}) n`,
];

const SESSIONS = `
  WITH d AS (SELECT array_agg(id) AS ids, array_agg(user_id) AS users FROM doctors),
       p AS (SELECT array_agg(id) AS ids FROM patients),
       r AS (SELECT array_agg(id) AS ids FROM rooms)
  INSERT INTO sessions
    (id, code, doctor_id, patient_id, room_id, telehealth, status, attendance, starts_at, ends_at, decision_due_at, reason,
     body_hash, created_at, created_channel, decided_at, decided_by)
  SELECT gen_random_uuid(), 'B' || n, d.ids[1 + n % cardinality(d.ids)], p.ids[1 + (n::bigint * 7919) % cardinality(p.ids)],
         CASE WHEN n % 10 > 0 THEN r.ids[1 + n % cardinality(r.ids)] END, n % 10 = 0,
         CASE n % 8 WHEN 0 THEN 'CANCELLED' WHEN 1 THEN 'PENDING' WHEN 2 THEN 'NO_SHOW' ELSE 'COMPLETED' END, 'UNKNOWN',
         at, at + interval '30 minutes', at - interval '1 day', CASE WHEN n % 8 = 0 THEN 'is ill, and will call again' END,
         'bench', at - interval '9 days', 'API', CASE WHEN n % 8 <> 1 THEN at - interval '8 days' END,
         CASE WHEN n % 8 <> 1 THEN d.users[1 + n % cardinality(d.users)] END
    FROM generate_series(1, $1::int) n, d, p, r, LATERAL (SELECT timestamptz '2020-01-01' + n * interval '10 minutes') AS t(at)`;
