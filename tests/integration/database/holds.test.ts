import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { bookSession, type BookResult } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, bookCommand, instant } from './commands.js';

let db: TestDatabase;
let clinic: TestClinic;
let superuser: pg.Client;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await db[Symbol.asyncDispose]();
});

interface HoldChange {
  sessionId: string;
  moveId?: string | null;
  startsAt: string;
  endsAt: string;
  exempt?: boolean;
}

const insertHold = ({
  sessionId,
  moveId = null,
  startsAt,
  endsAt,
  exempt = false,
}: HoldChange): Promise<pg.QueryResult> =>
  superuser.query(
    `INSERT INTO holds (session_id, move_id, doctor_id, room_id, patient_id, doctor_range, slot_range,
                        exempt_doctor, exempt_room, exempt_patient)
     VALUES ($1, $2, $3, $4, $5, tstzrange($6, $7), tstzrange($6, $7), $8, $8, $8)`,
    [sessionId, moveId, clinic.doctors[0].id, clinic.rooms[0].id, clinic.patients[0].id, startsAt, endsAt, exempt],
  );

describe('holds', () => {
  it('of one session never conflict with each other, those of two do', async () => {
    const sessionId = await book(db.worker, clinic, { startsAt: instant(30), endsAt: instant(30, 30) });
    const shifted = { startsAt: instant(30, 15), endsAt: instant(30, 45) };
    await insertHold({ sessionId, moveId: randomUUID(), ...shifted });
    const other = await book(db.worker, clinic, { startsAt: instant(31), endsAt: instant(31, 30) });
    await expect(insertHold({ sessionId: other, moveId: randomUUID(), ...shifted })).rejects.toMatchObject({
      code: '23P01',
    });
  });

  it('let go of their time when they are released', async () => {
    const at = { startsAt: instant(32), endsAt: instant(32, 30) };
    const sessionId = await book(db.worker, clinic, at);
    await superuser.query('UPDATE holds SET active = false WHERE session_id = $1', [sessionId]);
    await book(db.worker, clinic, at);
  });

  it('that are exempt refuse ordinary bookings all the same', async () => {
    const sessionId = await book(db.worker, clinic, { startsAt: instant(33), endsAt: instant(33, 30) });
    await insertHold({ sessionId, moveId: randomUUID(), startsAt: instant(34), endsAt: instant(34, 30), exempt: true });
    const secretary = actorOf('SECRETARY', clinic.secretary.userId);
    const command = bookCommand(clinic, { startsAt: instant(34, 15), endsAt: instant(34, 45) });
    const result = await db.worker.withActor(secretary, (tx): Promise<BookResult> => bookSession(tx, command));
    expect(result).toEqual({ outcome: 'CONFLICT', conflicts: ['doctor', 'room', 'patient'] });
  });

  it('touch without conflict', async () => {
    await book(db.worker, clinic, { startsAt: instant(35), endsAt: instant(35, 30) });
    await book(db.worker, clinic, { startsAt: instant(35, 30), endsAt: instant(35, 60) });
  });

  it('stay with an existing session, at commit', async () => {
    await expect(
      insertHold({ sessionId: randomUUID(), startsAt: instant(36), endsAt: instant(36, 30) }),
    ).rejects.toMatchObject({ code: '23503' });
  });
});
