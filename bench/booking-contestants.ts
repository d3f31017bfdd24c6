import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../prisma/generated/client.js';
import { bookSession, type BookCommand } from '../prisma/stores/session-store.js';
import { actorOf } from '../tests/support/clinic.js';
import { BENCH_HOLDS } from './slot-race-rounds.js';
import type { BenchDatabase } from './with-database.js';

/** One way of booking. `book` is called by many callers at once, each with its own number. */
export interface Contestant {
  name: string;
  book(command: BookCommand, caller: number): Promise<void>;
  close(): Promise<void>;
}

const BARE = `INSERT INTO bench_holds (session_id, doctor_id, room_id, patient_id, doctor_range, slot_range)
  VALUES ($1, $2, $3, $4, tstzrange($5, $6), tstzrange($5, $6)) ON CONFLICT DO NOTHING`;

/** The function as one statement, with the actor set once per connection. */
export async function createFunctionInSql({ db, clinic }: BenchDatabase, callers: number): Promise<Contestant> {
  const clients = await connectAll(db.workerUrl, callers);
  for (const client of clients) {
    await client.query(
      "SELECT set_config('app.actor_id', $1, false), set_config('app.role', 'SECRETARY', false), set_config('app.channel', 'API', false)",
      [clinic.secretary.userId],
    );
  }
  return {
    name: 'function, one statement',
    async book(command, caller) {
      const text = 'SELECT engine.book_session($1::jsonb) AS result';
      const query = { name: 'book', text, values: [command] };
      const { rows } = await clientOf(clients, caller).query<{ result: { outcome: string } }>(query);
      if (rows[0]?.result.outcome !== 'BOOKED') throw new Error('not booked');
    },
    close: () => endAll(clients),
  };
}

/** The yardstick: nothing but a hold under the same three constraints, in a table without policies and triggers. */
export async function createBareInsert({ db }: BenchDatabase, callers: number): Promise<Contestant> {
  const clients = await connectAll(db.superuserUrl, callers);
  await clientOf(clients, 0).query(BENCH_HOLDS);
  return {
    name: 'bare INSERT, one statement',
    async book(command, caller) {
      const { rowCount } = await clientOf(clients, caller).query({
        name: 'bare',
        text: BARE,
        values: holdValues(command),
      });
      if (rowCount !== 1) throw new Error('not booked');
    },
    close: () => endAll(clients),
  };
}

/** The function as the product calls it: through the gate. */
export function createFunctionThroughGate({ db, clinic }: BenchDatabase): Contestant {
  const secretary = actorOf('SECRETARY', clinic.secretary.userId);
  return {
    name: 'function, through withActor',
    async book(command) {
      const result = await db.worker.withActor(secretary, (tx) => bookSession(tx, command));
      if (result.outcome !== 'BOOKED') throw new Error('not booked');
    },
    close: () => Promise.resolve(),
  };
}

/** The same work as one would write it with Prisma alone. It signs in as a superuser, so that no policy slows it down. */
export function createPrismaInteractive({ db, clinic }: BenchDatabase, callers: number): Contestant {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: db.superuserUrl, max: callers }) });
  return {
    name: 'Prisma interactive transaction',
    async book(command) {
      await prisma.$transaction((tx) => bookStepByStep(tx, command, clinic.secretary.userId), {
        maxWait: 20_000,
        timeout: 20_000,
      });
    },
    close: () => prisma.$disconnect(),
  };
}

type InteractiveTx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

async function bookStepByStep(tx: InteractiveTx, command: BookCommand, actorId: string): Promise<void> {
  const { sessionId, doctorId, patientId, startsAt, endsAt } = command;
  const roomId = command.roomIds[0] as string;
  await tx.$executeRaw`SELECT set_config('app.actor_id', ${actorId}, true), set_config('app.role', 'SECRETARY', true)`;
  await tx.user.findFirstOrThrow({ where: { id: actorId, role: 'SECRETARY', status: 'ACTIVE' } });
  await tx.doctor.findFirstOrThrow({ where: { id: doctorId, active: true } });
  await tx.patient.findUniqueOrThrow({ where: { id: patientId } });
  if (await tx.session.findUnique({ where: { id: sessionId } })) throw new Error('booked before');
  const held = await tx.$executeRaw`
    INSERT INTO holds (session_id, doctor_id, room_id, patient_id, doctor_range, slot_range)
    VALUES (${sessionId}::uuid, ${doctorId}::uuid, ${roomId}::uuid, ${patientId}::uuid,
            tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz), tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz))
    ON CONFLICT DO NOTHING`;
  if (held !== 1) throw new Error('not booked');
  const session = await tx.session.create({
    data: {
      ...{ id: sessionId, doctorId, patientId, roomId, startsAt, endsAt, decisionDueAt: command.decisionDueAt },
      ...{
        code: randomUUID().slice(0, 13),
        visitReason: command.visitReason,
        note: command.note,
        bodyHash: command.bodyHash,
      },
      ...{ createdBy: actorId, createdChannel: 'API' },
    },
  });
  await tx.statusHistory.create({
    data: {
      sessionId,
      version: 1,
      actorId,
      actorRole: 'SECRETARY',
      channel: 'API',
      kind: 'BOOKED',
      toStatus: session.status,
    },
  });
  for (const announcement of command.announcements) {
    await tx.notification.create({ data: { ...announcement, sessionId, sessionVersion: 1, patientId } });
  }
}

function holdValues(command: BookCommand): unknown[] {
  return [command.sessionId, command.doctorId, command.roomIds[0], command.patientId, command.startsAt, command.endsAt];
}

function clientOf(clients: pg.Client[], caller: number): pg.Client {
  return clients[caller] as pg.Client;
}

async function connectAll(connectionString: string, count: number): Promise<pg.Client[]> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString }));
  await Promise.all(clients.map((client) => client.connect()));
  return clients;
}

async function endAll(clients: pg.Client[]): Promise<void> {
  await Promise.all(clients.map((client) => client.end()));
}
