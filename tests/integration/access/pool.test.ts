import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { anonymousActor, type Actor } from '../../../domain/actor.js';
import type { Database, Tx } from '../../../prisma/actor.js';
import { createDatabase } from '../../../prisma/client.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, createSlots } from '../database/commands.js';

/** Fewer connections than callers, so that each serves everybody in turn. */
const CONNECTIONS = 3;
const CALLERS = 12;
const TRANSACTIONS_EACH = 30;
const SESSIONS_EACH = 2;

interface Patient {
  id: string;
  userId: string;
}

let server: TestDatabase;
let clinic: TestClinic;
let patients: [Patient, Patient];
beforeAll(async () => {
  server = await openTestDatabase();
  clinic = await seedClinic(server);
  const second = { id: clinic.patients[1].id, userId: randomUUID() };
  patients = [clinic.patients[0], second];
  await asSuperuser(
    `INSERT INTO users (id, email, full_name, role) VALUES ('${second.userId}', 'second@mail.example', 'Second', 'PATIENT');
     UPDATE patients SET user_id = '${second.userId}' WHERE id = '${second.id}'`,
  );
  const slot = createSlots(10);
  for (const { id: patientId } of patients) {
    for (let made = 0; made < SESSIONS_EACH; made += 1) await book(server.worker, clinic, { ...slot(), patientId });
  }
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

async function asSuperuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.superuserUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

const SIGHT = `
  SELECT coalesce(current_setting('app.actor_id', true), '') AS actor,
         (SELECT array_agg(DISTINCT patient_id) FROM sessions) AS patients,
         (SELECT count(*)::int FROM sessions) AS sessions,
         (SELECT array_agg(id) FROM patients) AS records,
         (SELECT array_agg(id) FROM users) AS users`;

interface Sight {
  actor: string;
  patients: string[] | null;
  sessions: number;
  records: string[] | null;
  users: string[] | null;
}

const ofPatient = ({ id, userId }: Patient): Sight => ({
  actor: userId,
  patients: [id],
  sessions: SESSIONS_EACH,
  records: [id],
  users: [userId],
});
const OF_NOBODY: Sight = { actor: '', patients: null, sessions: 0, records: null, users: null };

/** How a transaction goes on after it has looked; all but the first two break it in their own way. */
const ENDINGS = [
  'nothing more',
  'SELECT pg_sleep(0.003)::text',
  'SELECT 1 / 0',
  "SELECT 'x'::uuid",
  'INSERT INTO sessions DEFAULT VALUES',
  'DELETE FROM users',
  'SELECT pg_cancel_backend(pg_backend_pid())::text, pg_sleep(1)::text',
  'a throw',
] as const;
type Ending = (typeof ENDINGS)[number];
const BREAKS: readonly Ending[] = ENDINGS.slice(2);
const LOSS = 'SELECT pg_terminate_backend(pg_backend_pid())';
/** One transaction in so many loses its connection. */
const LOSS_EVERY = 37;

/** Many callers at once, each with one transaction after the other; the number of transactions that ended as they should. */
async function inTurns(turn: (index: number) => Promise<void>): Promise<number> {
  let done = 0;
  const caller = async (first: number): Promise<void> => {
    for (let round = 0; round < TRANSACTIONS_EACH; round += 1) {
      await turn(first + round * CALLERS);
      done += 1;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: CALLERS }, (_, first) => caller(first)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return done;
}

const patientOf = (index: number): Patient => patients[(index + Math.floor(index / CALLERS)) % 2 === 0 ? 0 : 1];
const endingOf = (index: number): string =>
  index % LOSS_EVERY === LOSS_EVERY - 1 ? LOSS : (ENDINGS[index % ENDINGS.length] ?? 'nothing more');
const breaks = (ending: string): boolean => ending === LOSS || BREAKS.some((one) => one === ending);

describe('pooled connections', () => {
  it('show through the gate what is the actor’s, whatever became of the transactions before', async () => {
    const db = await createDatabase({ url: server.appUrl, poolSize: CONNECTIONS });
    const look = async (tx: Tx): Promise<Sight | undefined> => (await tx.$queryRawUnsafe<Sight[]>(SIGHT))[0];
    try {
      const done = await inTurns(async (index) => {
        const patient = patientOf(index);
        const ending = endingOf(index);
        const work = throughGate(db, actorOf('PATIENT', patient.userId), look, ofPatient(patient), ending);
        if (breaks(ending)) await expect(work).rejects.toThrow();
        else await work;
        if (index % 5 === 0) {
          const seen = await db.withActor(anonymousActor('test'), look);
          expect(seen).toEqual(OF_NOBODY);
        }
      });
      expect(done).toBe(CALLERS * TRANSACTIONS_EACH);
    } finally {
      await db.close();
    }
  });

  it('show nothing as soon as a transaction is over', async () => {
    const pool = new pg.Pool({ connectionString: server.appUrl, max: CONNECTIONS });
    pool.on('error', () => undefined);
    const backends = new Set<number>();
    try {
      const done = await inTurns(async (index) => {
        const client = await pool.connect();
        const ending = endingOf(index);
        try {
          const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
          backends.add(rows[0]?.pid ?? 0);
          expect(await seenBy(client)).toEqual(OF_NOBODY);
          await plainTransaction(client, patientOf(index), ending);
          if (ending !== LOSS) expect(await seenBy(client)).toEqual(OF_NOBODY);
        } finally {
          client.release(ending === LOSS);
        }
      });
      expect(done).toBe(CALLERS * TRANSACTIONS_EACH);
      expect(backends.size).toBeLessThan(done / 10);
    } finally {
      await pool.end();
    }
  });
});

async function throughGate(
  db: Database,
  actor: Actor,
  look: (tx: Tx) => Promise<Sight | undefined>,
  expected: Sight,
  ending: string,
): Promise<void> {
  await db.withActor(actor, async (tx) => {
    expect(await look(tx)).toEqual(expected);
    if (ending === 'a throw') throw new Error('as a handler does');
    if (ending !== 'nothing more') await tx.$queryRawUnsafe(ending);
    expect(await look(tx)).toEqual(expected);
  });
}

async function plainTransaction(client: pg.PoolClient, patient: Patient, ending: string): Promise<void> {
  const onLoss = (): void => undefined;
  client.on('error', onLoss);
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.actor_id', $1, true), set_config('app.role', 'PATIENT', true)", [
      patient.userId,
    ]);
    expect(await seenBy(client)).toEqual(ofPatient(patient));
    const isSql = ending !== 'nothing more' && ending !== 'a throw';
    if (isSql && breaks(ending)) await expect(client.query(ending)).rejects.toThrow();
    else if (isSql) await client.query(ending);
    if (ending !== LOSS) await client.query(breaks(ending) ? 'ROLLBACK' : 'COMMIT');
  } finally {
    client.off('error', onLoss);
  }
}

async function seenBy(client: pg.PoolClient): Promise<Sight | undefined> {
  return (await client.query<Sight>(SIGHT)).rows[0];
}
