import { get, type IncomingMessage } from 'node:http';
import { TEST_PASSWORD } from '../../support/clinic.js';
import type { World } from './world.js';

/** Rows of a CSV by the names of its header: quotes, doubled quotes and lines within them. Throws for a torn row. */
export function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, field = '', end] of text.matchAll(/((?:"(?:[^"]|"")*")|[^,"\r\n]*)(,|\r\n|$)/g)) {
    if (end === '' && field === '' && row.length === 0) break;
    row.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  const [header = [], ...values] = rows;
  return values.map((fields) => {
    if (fields.length !== header.length) throw new Error(`torn row: ${fields.join('|')}`);
    return Object.fromEntries(header.map((name, index) => [name, fields[index] ?? '']));
  });
}

/** An identity for callers that read their answers themselves. */
export async function adminHeaders(world: World): Promise<{ authorization: string }> {
  const body = { email: world.clinic.admin.email, password: TEST_PASSWORD };
  const answer = await world.nobody.post('/auth/login', body);
  return { authorization: `Bearer ${String(answer.body['accessToken'])}` };
}

/** An export of which only the beginning is read. */
export async function firstPart(world: World): Promise<IncomingMessage> {
  const headers = await adminHeaders(world);
  return new Promise((resolve, reject) => {
    get(`${world.origin}/api/v1/sessions/export.csv`, { headers, agent: false }, (answer) => {
      answer.once('readable', () => resolve(answer));
    }).on('error', reject);
  });
}

/** How many COPY statements the server is busy with. */
export async function copyBackends(world: World): Promise<number> {
  const [row] = await world.sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND state <> 'idle' AND query LIKE 'COPY (%'`,
  );
  return row?.n ?? 0;
}

/** Sessions that nobody booked, straight into the table; wide enough to fill every buffer on the way. */
export async function many(world: World, count: number): Promise<void> {
  await world.sql('ALTER TABLE sessions DISABLE TRIGGER audit');
  await world.sql(
    `INSERT INTO sessions (id, code, doctor_id, patient_id, telehealth, status, starts_at, ends_at, decision_due_at, reason,
                           body_hash, created_at, created_channel)
     SELECT gen_random_uuid(), 'B' || n, $2, $3, true, CASE WHEN n % 3 = 0 THEN 'PENDING' ELSE 'CANCELLED' END,
            timestamptz '2030-01-01' + n % 977 * interval '1 hour', timestamptz '2030-01-02' + n % 977 * interval '1 hour',
            '2029-01-01', repeat('because, ', 60), 'h', timestamptz '2026-01-01' + n % 877 * interval '1 hour', 'API'
       FROM generate_series(1, $1::int) n`,
    [count, world.clinic.doctors[1].id, world.clinic.patients[1].id],
  );
  await world.sql('ALTER TABLE sessions ENABLE ALWAYS TRIGGER audit');
  await world.sql('ANALYZE sessions');
}
