import pg from 'pg';
import { book, instant } from '../database/commands.js';
import { moveCommand, stepsOf, wantedTime } from '../database/move-commands.js';
import { openRlsWorld, type RlsWorld } from '../database/rls-world.js';
import { actorOf, type TestClinic } from '../../support/clinic.js';
import type { Me, Viewer } from './database-table.js';

export type Login = 'app' | 'worker';
/** What a transaction claims about who acts; null where it claims nothing at all. */
export type Claim = { id: string; role: string; channel?: string } | null;
/** The `ctid`s of the rows that came back, or that a right was missing. */
export type Rows = string[] | '-';

export interface DatabaseWorld extends AsyncDisposable {
  clinic: TestClinic;
  claims: Record<Viewer, Claim>;
  me: Record<Viewer, Me>;
  /** As the superuser. */
  rows<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>;
  /** One statement in a transaction of its own that is undone. */
  attempt(login: Login, claim: Claim, sql: string): Promise<Rows>;
  /** The number of rows that a statement wrote. */
  count(login: Login, claim: Claim, sql: string): Promise<number | '-'>;
  [Symbol.asyncDispose](): Promise<void>;
}

const MISSING_RIGHT = '42501';
const NOBODY = "'00000000-0000-0000-0000-000000000000'";

/** Rows in every table, and connections of both logins that never claimed anything before. */
export async function openDatabaseWorld(): Promise<DatabaseWorld> {
  const world = await openRlsWorld();
  const { clinic, superuser } = world;
  const rows: DatabaseWorld['rows'] = async <T extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
    (await superuser.query<T>(sql, values)).rows;
  const cover = await hireCover(rows, clinic.doctors[1].id);
  await askToTakeOver(world);
  const clients = {
    app: new pg.Client({ connectionString: world.db.appUrl }),
    worker: new pg.Client({ connectionString: world.db.workerUrl }),
  };
  await Promise.all([clients.app.connect(), clients.worker.connect()]);
  const [patient, doctor] = [clinic.patients[0], clinic.doctors[1]];
  return {
    clinic,
    rows,
    claims: {
      unset: null,
      anonymous: { id: '', role: 'ANONYMOUS' },
      patient: { id: patient.userId, role: 'PATIENT' },
      doctor: { id: doctor.userId, role: 'DOCTOR' },
      cover: { id: cover.userId, role: 'DOCTOR' },
      secretary: { id: clinic.secretary.userId, role: 'SECRETARY' },
      admin: { id: clinic.admin.userId, role: 'ADMIN' },
    },
    me: {
      unset: meOf({}),
      anonymous: meOf({}),
      patient: meOf({ userId: patient.userId, patientIds: [patient.id] }),
      doctor: meOf({ userId: doctor.userId, doctorIds: [doctor.id] }),
      cover: meOf({ userId: cover.userId, doctorIds: [cover.id], covered: [doctor.id] }),
      secretary: meOf({ userId: clinic.secretary.userId }),
      admin: meOf({ userId: clinic.admin.userId }),
    },
    attempt: (login, claim, sql) =>
      inTransaction(clients[login], claim, async (client) =>
        (await client.query<{ ctid: string }>(sql)).rows.map(({ ctid }) => ctid).sort(),
      ),
    count: (login, claim, sql) =>
      inTransaction(clients[login], claim, async (client) => (await client.query(sql)).rowCount ?? 0),
    async [Symbol.asyncDispose]() {
      await Promise.all([clients.app.end(), clients.worker.end()]);
      await world[Symbol.asyncDispose]();
    },
  };
}

interface Mine {
  userId?: string;
  patientIds?: string[];
  doctorIds?: string[];
  covered?: string[];
}

function meOf({ userId, patientIds = [], doctorIds = [], covered = [] }: Mine): Me {
  const quoted = (ids: string[]): string => [NOBODY, ...ids.map((id) => `'${id}'`)].join(', ');
  return {
    userId: userId === undefined ? NOBODY : `'${userId}'`,
    patientIds: quoted(patientIds),
    doctorIds: quoted(doctorIds),
    decidableIds: quoted([...doctorIds, ...covered]),
  };
}

/** Says who acts as the gate to the data does, and undoes whatever was done. */
async function inTransaction<T>(
  client: pg.Client,
  claim: Claim,
  work: (client: pg.Client) => Promise<T>,
): Promise<T | '-'> {
  await client.query('BEGIN');
  try {
    if (claim !== null) {
      const { id, role, channel = 'API' } = claim;
      await client.query(
        `SELECT set_config('app.actor_id', $1, true), set_config('app.role', $2, true),
                set_config('app.channel', $3, true), set_config('app.request_id', 'test', true)`,
        [id, role, channel],
      );
    }
    return await work(client);
  } catch (error) {
    if ((error as { code?: string }).code === MISSING_RIGHT) return '-';
    throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** An admin asks whether the second doctor's time suits a patient of the first one. */
async function askToTakeOver({ db, clinic }: RlsWorld): Promise<void> {
  const change = { startsAt: instant(9), endsAt: instant(9, 30), patientId: clinic.patients[2].id };
  const sessionId = await book(db.worker, clinic, change);
  const wanted = wantedTime(clinic, { startsAt: instant(10), endsAt: instant(10, 30), doctorId: clinic.doctors[1].id });
  await stepsOf(db.worker).move(actorOf('ADMIN', clinic.admin.userId), moveCommand(sessionId, wanted));
}

/** A doctor without sessions, who covers the given one today and has hours and a request of their own. */
async function hireCover(rows: DatabaseWorld['rows'], coveredId: string): Promise<{ id: string; userId: string }> {
  const [made] = await rows<{ id: string; userId: string }>(
    `WITH u AS (INSERT INTO users (id, email, full_name, role)
                VALUES (gen_random_uuid(), 'cover@clinic.example', 'Dr Wanjiru Kamau', 'DOCTOR') RETURNING id),
          d AS (INSERT INTO doctors (id, user_id, full_name, time_zone)
                SELECT gen_random_uuid(), id, 'Dr Wanjiru Kamau', 'Europe/Berlin' FROM u RETURNING id, user_id)
     SELECT id, user_id AS "userId" FROM d`,
  );
  if (!made) throw new Error('no doctor');
  const statements = [
    `INSERT INTO doctor_cover (id, doctor_id, cover_doctor_id, starts_on, ends_on)
     VALUES (gen_random_uuid(), '${coveredId}', '${made.id}', current_date - 1, current_date + 1)`,
    `WITH p AS (INSERT INTO availability_periods (id, doctor_id, valid_from)
                VALUES (gen_random_uuid(), '${made.id}', '2026-01-01') RETURNING id)
     INSERT INTO availability_stretches (id, period_id, weekday, start_minute, end_minute)
     SELECT gen_random_uuid(), id, 1, 480, 960 FROM p`,
    `INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind)
     VALUES (gen_random_uuid(), '${made.id}', '2027-05-12', '2027-05-14', 'CLOSED')`,
    `INSERT INTO idempotency_keys (caller_id, key, operation, body_hash, locked_until, expires_at)
     VALUES ('${made.userId}', 'k', 'bookSession', 'h', now(), now())`,
    `INSERT INTO calendar_links (user_id) VALUES ('${made.userId}')`,
    `INSERT INTO chat_identities (id, user_id, channel, subject, verified_at)
     VALUES (gen_random_uuid(), '${made.userId}', 'SLACK', 'UCOVER', now())`,
    `WITH l AS (INSERT INTO leaves (id, doctor_id, actor_id, actor_role, channel, request_id)
                SELECT gen_random_uuid(), id, user_id, 'DOCTOR', 'API', 'test' FROM doctors RETURNING id)
     INSERT INTO leave_items (leave_id, session_id, action)
     SELECT l.id, s.id, 'KEEP' FROM l, (SELECT id FROM sessions LIMIT 1) s`,
  ];
  for (const sql of statements) await rows(sql);
  return made;
}
