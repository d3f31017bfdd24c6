import pg from 'pg';
import type { Actor } from '../../../domain/actor.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import type { MoveCommand, WantedTime } from '../../../prisma/stores/session-store.js';
import { book, bookApproved, createSlots } from './commands.js';
import { moveCommand, stepsOf, wantedTime } from './move-commands.js';

export type Who = 'patient' | 'secretary' | 'doctor' | 'otherDoctor' | 'admin';
type Slot = Pick<WantedTime, 'startsAt' | 'endsAt'>;

export interface MoveWorld extends AsyncDisposable {
  db: TestDatabase;
  clinic: TestClinic;
  /** Signed-in people of the clinic; `patient` is the first patient. */
  people: Record<Who, Actor>;
  steps: ReturnType<typeof stepsOf>;
  /** Half an hour that nobody asked for before. */
  nextSlot: () => Slot;
  /** A free time, or the one that is described. */
  time: (change?: Slot & Partial<WantedTime>) => WantedTime;
  /** A request of the first patient with the first doctor. */
  pending: (slot?: Slot) => Promise<string>;
  approved: (slot?: Slot) => Promise<string>;
  /** Proposes another time for a session. */
  proposed: (who: Who, sessionId: string) => Promise<MoveCommand>;
  /** As the superuser. */
  rows<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>;
  /** The holds that a session has, its own one last. */
  holdsOf(sessionId: string): Promise<{ own: boolean; starts: Date }[]>;
  /** Lets a session's time have begun or be over, past every check. */
  shift(sessionId: string, startsAt: string, endsAt: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openMoveWorld(options: { poolSize?: number } = {}): Promise<MoveWorld> {
  const db = await openTestDatabase(options);
  const clinic = await seedClinic(db);
  const superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
  const people = peopleOf(clinic);
  const steps = stepsOf(db.worker);
  const nextSlot = createSlots(30);
  const rows: MoveWorld['rows'] = async <T extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
    (await superuser.query<T>(sql, values)).rows;
  const time: MoveWorld['time'] = (change = nextSlot()) => wantedTime(clinic, change);
  return {
    db,
    clinic,
    people,
    steps,
    rows,
    nextSlot,
    time,
    pending: (slot = nextSlot()) => book(db.worker, clinic, slot),
    approved: async (slot = nextSlot()) => (await bookApproved(db.worker, clinic, slot)).sessionId,
    async proposed(who, sessionId) {
      const command = moveCommand(sessionId, time());
      const step = await steps.move(people[who], command);
      if (step.state !== 'APPLIED') throw new Error(`not proposed: ${JSON.stringify(step)}`);
      return command;
    },
    holdsOf: (sessionId) =>
      rows(
        `SELECT move_id IS NULL AS own, lower(slot_range) AS starts
           FROM holds WHERE session_id = $1 AND active ORDER BY 1`,
        [sessionId],
      ),
    async shift(sessionId, startsAt, endsAt) {
      await superuser.query('UPDATE sessions SET starts_at = $2, ends_at = $3 WHERE id = $1', [
        sessionId,
        startsAt,
        endsAt,
      ]);
    },
    async [Symbol.asyncDispose]() {
      await superuser.end();
      await db[Symbol.asyncDispose]();
    },
  };
}

function peopleOf({ doctors, patients, secretary, admin }: TestClinic): Record<Who, Actor> {
  return {
    patient: actorOf('PATIENT', patients[0].userId),
    secretary: actorOf('SECRETARY', secretary.userId),
    doctor: actorOf('DOCTOR', doctors[0].userId),
    otherDoctor: actorOf('DOCTOR', doctors[1].userId),
    admin: actorOf('ADMIN', admin.userId),
  };
}
