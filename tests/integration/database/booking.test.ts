import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import {
  bookSession,
  sessionSnapshot,
  type BookCommand,
  type BookResult,
} from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, bookCommand, instant } from './commands.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;
let secretary: Actor;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  secretary = actorOf('SECRETARY', clinic.secretary.userId);
});
afterAll(() => db[Symbol.asyncDispose]());

const bookAs = (actor: Actor, command: BookCommand): Promise<BookResult> =>
  db.worker.withActor(actor, (tx) => bookSession(tx, command));

describe('engine.book_session', () => {
  it('holds the slot and writes session, history and notifications', async () => {
    const command = bookCommand(clinic, { startsAt: instant(10), endsAt: instant(10, 30) });
    const result = await bookAs(secretary, command);
    expect(result).toMatchObject({
      outcome: 'BOOKED',
      snapshot: {
        sessionId: command.sessionId,
        status: 'PENDING',
        attendance: 'UNKNOWN',
        version: 1,
        startsAt: command.startsAt,
      },
    });
    const rows = await db.worker.withActor(systemActor('test'), async (tx) => ({
      session: await tx.session.findUniqueOrThrow({ where: { id: command.sessionId } }),
      history: await tx.statusHistory.findMany({ where: { sessionId: command.sessionId } }),
      notifications: await tx.notification.findMany({ where: { sessionId: command.sessionId } }),
      holds: await tx.hold.findMany({ where: { sessionId: command.sessionId, active: true } }),
    }));
    expect(rows.session.code).toMatch(/^[34679CDFHJKMNPRTWXY]{5,6}$/);
    expect(rows.history).toMatchObject([
      { kind: 'BOOKED', toStatus: 'PENDING', actorId: clinic.secretary.userId, actorRole: 'SECRETARY' },
    ]);
    expect(rows.notifications.map(({ channel }) => channel).sort()).toEqual(['EMAIL', 'SLACK', 'SMS']);
    expect(rows.holds).toHaveLength(1);
  });

  it('answers the same session id with the same booking', async () => {
    const command = bookCommand(clinic, { startsAt: instant(11), endsAt: instant(11, 30) });
    const answers = await Promise.all(Array.from({ length: 8 }, () => bookAs(secretary, command)));
    for (const answer of answers)
      expect(answer).toMatchObject({ outcome: 'BOOKED', snapshot: { sessionId: command.sessionId } });
    const record = await db.worker.withActor(systemActor('test'), (tx) => sessionSnapshot(tx, command.sessionId));
    expect(record?.notificationIds).toHaveLength(3);
    const stranger = await bookAs(actorOf('ADMIN', clinic.admin.userId), command);
    expect(stranger).toEqual({ outcome: 'FORBIDDEN' });
  });

  it.each([
    ['doctor', 20, { patient: 1, room: 1, doctor: 0 }, ['doctor']],
    ['room', 21, { patient: 1, room: 0, doctor: 1 }, ['room']],
    ['patient', 22, { patient: 0, room: 1, doctor: 1 }, ['patient']],
    ['all three', 23, { patient: 0, room: 0, doctor: 0 }, ['doctor', 'room', 'patient']],
  ] as const)('names what is taken: %s', async (_name, day, pick, conflicts) => {
    await book(db.worker, clinic, { startsAt: instant(day), endsAt: instant(day, 30) });
    const result = await bookAs(
      secretary,
      bookCommand(clinic, {
        startsAt: instant(day, 15),
        endsAt: instant(day, 45),
        doctorId: clinic.doctors[pick.doctor].id,
        roomIds: [clinic.rooms[pick.room].id],
        patientId: clinic.patients[pick.patient].id,
      }),
    );
    expect(result).toEqual({ outcome: 'CONFLICT', conflicts });
  });

  it('takes the next room where the first is busy, and none for telehealth', async () => {
    const at = { startsAt: instant(40), endsAt: instant(40, 30) };
    await book(db.worker, clinic, at);
    const other = { doctorId: clinic.doctors[1].id, patientId: clinic.patients[1].id };
    const second = await book(db.worker, clinic, { ...at, ...other, roomIds: clinic.rooms.map(({ id }) => id) });
    const online = await book(db.worker, clinic, {
      startsAt: instant(40, 30),
      endsAt: instant(40, 60),
      roomIds: [],
      telehealth: true,
    });
    const sessions = await db.worker.withActor(systemActor('test'), (tx) =>
      tx.session.findMany({ where: { id: { in: [second, online] } }, select: { id: true, roomId: true } }),
    );
    expect(new Map(sessions.map(({ id, roomId }) => [id, roomId]))).toEqual(
      new Map([
        [second, clinic.rooms[1].id],
        [online, null],
      ]),
    );
  });

  it('keeps the doctor’s buffers free', async () => {
    const buffers = { bufferBeforeMinutes: 10, bufferAfterMinutes: 10 };
    await book(db.worker, clinic, { startsAt: instant(41), endsAt: instant(41, 30), ...buffers });
    const near = bookCommand(clinic, {
      startsAt: instant(41, 35),
      endsAt: instant(41, 60),
      patientId: clinic.patients[1].id,
      roomIds: [clinic.rooms[1].id],
      ...buffers,
    });
    expect(await bookAs(secretary, near)).toEqual({ outcome: 'CONFLICT', conflicts: ['doctor'] });
  });

  it('books nothing after the caller’s deadline', async () => {
    const command = bookCommand(clinic, { startsAt: instant(42), endsAt: instant(42, 30), notAfter: instant(-1) });
    await expect(bookAs(secretary, command)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    const record = await db.worker.withActor(systemActor('test'), (tx) => sessionSnapshot(tx, command.sessionId));
    expect(record).toBeNull();
  });

  it('asks the tables who the actor is', async () => {
    const own = clinic.patients[0];
    const at = { startsAt: instant(43), endsAt: instant(43, 30) };
    const cases: [Actor, Partial<BookCommand>, BookResult['outcome']][] = [
      [actorOf('PATIENT', own.userId), { patientId: clinic.patients[1].id }, 'FORBIDDEN'],
      [actorOf('ADMIN', clinic.secretary.userId), {}, 'FORBIDDEN'],
      [actorOf('SECRETARY', randomUUID()), {}, 'FORBIDDEN'],
      [anonymousActor('test'), {}, 'FORBIDDEN'],
      [actorOf('DOCTOR', clinic.doctors[1].userId), {}, 'FORBIDDEN'],
      [
        actorOf('DOCTOR', clinic.doctors[1].userId),
        { doctorId: clinic.doctors[1].id, patientId: clinic.patients[2].id },
        'FORBIDDEN',
      ],
      [secretary, { patientId: randomUUID() }, 'FORBIDDEN'],
      [actorOf('PATIENT', own.userId), {}, 'BOOKED'],
    ];
    for (const [actor, change, outcome] of cases) {
      expect((await bookAs(actor, bookCommand(clinic, { ...at, ...change }))).outcome).toBe(outcome);
    }
  });

  it('is not the app role’s to call', async () => {
    const attempt = db.app.withActor(secretary, (tx) => bookSession(tx, bookCommand(clinic)));
    await expectMissingRight(attempt);
  });
});
