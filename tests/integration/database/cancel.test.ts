import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../../../domain/actor.js';
import type { StepResult } from '../../../domain/session/types.js';
import { cancelSession, decisionById, type CancelCommand } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, bookApproved, cancelCommand, createSlots, instant } from './commands.js';

let db: TestDatabase;
let clinic: TestClinic;
let doctor: Actor;
let admin: Actor;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  doctor = actorOf('DOCTOR', clinic.doctors[0].userId, 'SLACK');
  admin = actorOf('ADMIN', clinic.admin.userId);
});
afterAll(() => db[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const cancel = (actor: Actor, command: CancelCommand): Promise<StepResult> =>
  db.worker.withActor(actor, (tx) => cancelSession(tx, command));
const activeHolds = (sessionId: string): Promise<number> =>
  db.worker.withActor(systemActor('test'), (tx) => tx.hold.count({ where: { sessionId, active: true } }));

describe('cancel', () => {
  it('lets a patient cancel before the cut-off, and frees the slot', async () => {
    const { sessionId } = await bookApproved(db.worker, clinic, nextSlot());
    const step = await cancel(actorOf('PATIENT', clinic.patients[0].userId), cancelCommand(sessionId));
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { status: 'CANCELLED', version: 3 } });
    expect(await activeHolds(sessionId)).toBe(0);
    expect(await cancel(admin, cancelCommand(sessionId))).toMatchObject({
      state: 'REFUSED',
      code: 'invalid_transition',
    });
  });

  it('holds a patient to the cut-off, but not the secretary', async () => {
    const soon = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
    const sessionId = await book(db.worker, clinic, { startsAt: soon(300), endsAt: soon(330) });
    const patient = actorOf('PATIENT', clinic.patients[0].userId);
    expect(await cancel(patient, cancelCommand(sessionId))).toMatchObject({ code: 'invalid_transition' });
    const secretary = actorOf('SECRETARY', clinic.secretary.userId);
    expect(await cancel(secretary, cancelCommand(sessionId))).toMatchObject({ state: 'APPLIED' });
  });

  it('refuses foreign people and stale versions, and writes nothing after the deadline', async () => {
    const sessionId = await book(db.worker, clinic, { ...nextSlot(), patientId: clinic.patients[1].id });
    const patient = actorOf('PATIENT', clinic.patients[0].userId);
    expect(await cancel(patient, cancelCommand(sessionId))).toMatchObject({ code: 'forbidden' });
    expect(await cancel(actorOf('DOCTOR', clinic.doctors[1].userId), cancelCommand(sessionId))).toMatchObject({
      code: 'forbidden',
    });
    expect(await cancel(doctor, cancelCommand(sessionId, { version: 9 }))).toMatchObject({ code: 'stale_version' });
    const late = cancelCommand(sessionId, { notAfter: instant(-1) });
    expect(await cancel(doctor, late)).toMatchObject({ state: 'REFUSED', code: 'temporarily_unavailable' });
    expect(await db.worker.withActor(systemActor('test'), (tx) => decisionById(tx, late.decisionId))).toBeNull();
    expect(await activeHolds(sessionId)).toBe(1);
  });
});
