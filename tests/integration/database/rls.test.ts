import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openRlsWorld, type RlsWorld, type Viewer } from './rls-world.js';

let world: RlsWorld;
beforeAll(async () => {
  world = await openRlsWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

type Sight = 'none' | 'some' | 'all' | 'denied';
const VIEWERS: Viewer[] = ['NOBODY', 'PATIENT', 'DOCTOR', 'SECRETARY', 'ADMIN'];
const OWN: Sight[] = ['none', 'some', 'some', 'all', 'all'];
const DESK: Sight[] = ['none', 'none', 'none', 'all', 'all'];
const EVERYONE: Sight[] = ['none', 'all', 'all', 'all', 'all'];
const NO_ONE: Sight[] = ['denied', 'denied', 'denied', 'denied', 'denied'];
const ADMIN_ONLY: Sight[] = ['none', 'none', 'none', 'none', 'all'];

/** What nobody, a patient, a doctor, a secretary and an admin see. */
const SIGHT: Record<string, Sight[]> = {
  _prisma_migrations: NO_ONE,
  users: ['none', 'some', 'some', 'some', 'all'],
  credentials: NO_ONE,
  auth_sessions: NO_ONE,
  sign_in_attempts: NO_ONE,
  patients: OWN,
  consents: DESK,
  chat_identities: ['none', 'some', 'some', 'some', 'all'],
  account_tokens: NO_ONE,
  account_mails: NO_ONE,
  account_requests: NO_ONE,
  calendar_links: ['none', 'some', 'some', 'some', 'all'],
  chat_link_codes: NO_ONE,
  chat_link_failures: NO_ONE,
  doctors: EVERYONE,
  doctor_cover: ['none', 'none', 'all', 'all', 'all'],
  rooms: EVERYONE,
  availability_periods: ['none', 'none', 'some', 'all', 'all'],
  availability_stretches: ['none', 'none', 'some', 'all', 'all'],
  availability_exceptions: ['none', 'none', 'some', 'all', 'all'],
  leaves: ['none', 'none', 'some', 'all', 'all'],
  leave_items: ['none', 'none', 'some', 'all', 'all'],
  policy: EVERYONE,
  sessions: OWN,
  moves: OWN,
  holds: OWN,
  status_history: OWN,
  decisions: OWN,
  notifications: OWN,
  prompts: OWN,
  fired_timers: NO_ONE,
  which_questions: NO_ONE,
  delivery_receipts: ADMIN_ONLY,
  inbound_messages: DESK,
  tasks: DESK,
  idempotency_keys: ['none', 'some', 'some', 'some', 'some'],
  audit_entries: ADMIN_ONLY,
  audit_private: ADMIN_ONLY,
  audit_leaves: ADMIN_ONLY,
  audit_nodes: ADMIN_ONLY,
  audit_heads: ADMIN_ONLY,
  audit_runs: ADMIN_ONLY,
};
const WRITABLE = new Set(['patients', 'rooms', 'idempotency_keys']);

it('lists every table', async () => {
  const { rows } = await world.superuser.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1",
  );
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(SIGHT).sort());
});

describe.each(Object.entries(SIGHT))('%s', (table, sights) => {
  it('is seen by whom it concerns, by either login', async () => {
    const { rows } = await world.superuser.query<{ total: number }>(`SELECT count(*)::int AS total FROM ${table}`);
    const total = rows[0]?.total ?? 0;
    expect(total).toBeGreaterThan(0);
    for (const login of ['app', 'worker'] as const) {
      const seen = await Promise.resolve().then(async () => {
        const answers: Sight[] = [];
        for (const viewer of VIEWERS) {
          const count = await world.attempt(login, viewer, `SELECT 1 FROM ${table}`);
          answers.push(count === 'denied' ? 'denied' : count === 0 ? 'none' : count === total ? 'all' : 'some');
        }
        return answers;
      });
      // The API's own bookkeeping is closed to the worker by policy.
      const expected = login === 'worker' && table === 'idempotency_keys' ? NO_ONE : sights;
      expect({ login, seen }).toEqual({ login, seen: expected });
    }
  });

  it('is written by nobody directly', async () => {
    const { rows } = await world.superuser.query<{ name: string }>(
      'SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1',
      [table],
    );
    const column = rows[0]?.name;
    const statements = [
      `INSERT INTO ${table} DEFAULT VALUES`,
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
    ];
    for (const login of ['app', 'worker'] as const) {
      if (login === 'app' && WRITABLE.has(table)) continue;
      for (const sql of statements) {
        for (const viewer of VIEWERS)
          expect({ sql, viewer, answer: await world.attempt(login, viewer, sql) }).toMatchObject({ answer: 'denied' });
      }
    }
  });
});

describe('the tables that the API writes', () => {
  const answers = async (sql: string, values: () => unknown[] = () => []): Promise<(number | 'denied')[]> => {
    const all: (number | 'denied')[] = [];
    for (const viewer of VIEWERS) all.push(await world.attempt('app', viewer, sql, values()));
    return all;
  };

  it('patients: staff enter and change them, a patient changes their own, nobody deletes or links one', async () => {
    const insert = "INSERT INTO patients (id, full_name) VALUES ($1, 'New')";
    expect(await answers(insert, () => [randomUUID()])).toEqual(['denied', 'denied', 'denied', 1, 1]);
    expect(await answers('UPDATE patients SET full_name = full_name')).toEqual([0, 1, 0, 3, 3]);
    expect(await answers('UPDATE patients SET user_id = NULL')).toEqual(VIEWERS.map(() => 'denied'));
    expect(await answers('DELETE FROM patients')).toEqual(VIEWERS.map(() => 'denied'));
    const linked = `INSERT INTO patients (id, full_name, user_id) VALUES ($1, 'New', '${world.clinic.admin.userId}')`;
    expect(await answers(linked, () => [randomUUID()])).toEqual(VIEWERS.map(() => 'denied'));
  });

  it('rooms: an admin', async () => {
    const insert = "INSERT INTO rooms (id, name) VALUES ($1, 'New')";
    expect(await answers(insert, () => [randomUUID()])).toEqual(['denied', 'denied', 'denied', 'denied', 1]);
    expect(await answers('UPDATE rooms SET active = active')).toEqual([0, 0, 0, 0, 2]);
    expect(await answers('DELETE FROM rooms')).toEqual(VIEWERS.map(() => 'denied'));
  });

  it('idempotency keys: one’s own', async () => {
    const insert = `INSERT INTO idempotency_keys (caller_id, key, operation, body_hash, locked_until, expires_at)
                    VALUES ($1, 'n', 'o', 'h', now(), now())`;
    expect(await answers(insert, () => [world.clinic.admin.userId])).toEqual([
      'denied',
      'denied',
      'denied',
      'denied',
      1,
    ]);
    expect(await answers('UPDATE idempotency_keys SET state = state')).toEqual([0, 1, 1, 1, 1]);
    expect(await answers('DELETE FROM idempotency_keys')).toEqual([0, 1, 1, 1, 1]);
  });
});

describe('a claim', () => {
  it('counts only where the tables confirm it', async () => {
    const { superuser, clinic } = world;
    await superuser.query("UPDATE users SET status = 'DISABLED' WHERE id = $1", [clinic.secretary.userId]);
    expect(await world.attempt('app', 'SECRETARY', 'SELECT 1 FROM sessions')).toBe(0);
    await superuser.query("UPDATE users SET status = 'ACTIVE' WHERE id = $1", [clinic.secretary.userId]);
    expect(await world.attempt('app', 'SECRETARY', 'SELECT 1 FROM sessions')).toBe(2);
  });

  it('of SYSTEM works by the worker’s login and by no setting of the app’s', async () => {
    const asSystem = "SELECT set_config('app.role', 'SYSTEM', true)";
    const count = 'SELECT 1 FROM sessions';
    expect(
      await world.attempt(
        'app',
        'NOBODY',
        `WITH s AS MATERIALIZED (${asSystem}) ${count} WHERE EXISTS (SELECT 1 FROM s)`,
      ),
    ).toBe(0);
  });

  it('opens busy time without identities, one’s own patient record only for a patient', async () => {
    const { clinic } = world;
    const sql = `SELECT * FROM engine.busy($1, $2, $3, tstzrange(now(), now() + interval '30 days'))`;
    const ask = (viewer: Viewer, patient: string): Promise<number | 'denied'> =>
      world.attempt('app', viewer, sql, [
        clinic.doctors.map(({ id }) => id),
        clinic.rooms.map(({ id }) => id),
        patient,
      ]);
    expect(await ask('NOBODY', clinic.patients[1].id)).toBe(0);
    expect(await ask('PATIENT', clinic.patients[0].id)).toBe(5);
    expect(await ask('PATIENT', clinic.patients[1].id)).toBe(4);
    expect(await ask('SECRETARY', clinic.patients[1].id)).toBe(5);
  });
});
