import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../../../domain/actor.js';
import type { StepResult } from '../../../domain/session/types.js';
import { settleDelivery } from '../../../prisma/stores/delivery-store.js';
import { cancelSession, completeSession, expireSession, openSessionIds } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, bookApproved, bookCommand, cancelCommand, createSlots, instant } from './commands.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;
let admin: Actor;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  admin = actorOf('ADMIN', clinic.admin.userId);
});
afterAll(() => db[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const activeHolds = (sessionId: string): Promise<number> =>
  db.worker.withActor(systemActor('test'), (tx) => tx.hold.count({ where: { sessionId, active: true } }));

describe('timers', () => {
  const asSystem = systemActor('timer');

  it('expire what nobody decided, once, and nothing else', async () => {
    const command = bookCommand(clinic, nextSlot());
    const sessionId = await book(db.worker, clinic, command);
    const at = (now: string): Promise<StepResult> =>
      db.worker.withActor(asSystem, (tx) => expireSession(tx, { sessionId, now }));
    expect(await at(instant(1))).toMatchObject({ state: 'REFUSED', snapshot: { status: 'PENDING' } });
    expect(await at(command.decisionDueAt)).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: 'EXPIRED', version: 2 },
    });
    expect(await at(command.decisionDueAt)).toMatchObject({ state: 'REFUSED', snapshot: { version: 2 } });
    expect(await activeHolds(sessionId)).toBe(0);
  });

  it('complete an approved session after its end', async () => {
    const slot = nextSlot();
    const { sessionId } = await bookApproved(db.worker, clinic, slot);
    const open = await db.worker.withActor(asSystem, (tx) => openSessionIds(tx, { limit: 200 }));
    expect(open).toContain(sessionId);
    const step = await db.worker.withActor(asSystem, (tx) => completeSession(tx, { sessionId, now: slot.endsAt }));
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { status: 'COMPLETED' } });
  });

  it('find what is over but has something left to tell', async () => {
    const { sessionId } = await bookApproved(db.worker, clinic, nextSlot());
    await db.worker.withActor(admin, (tx) => cancelSession(tx, cancelCommand(sessionId)));
    const found = async (): Promise<boolean> => {
      const ids = await db.worker.withActor(asSystem, (tx) => openSessionIds(tx, { limit: 200 }));
      return ids.includes(sessionId);
    };
    expect(await found()).toBe(true);
    await db.worker.withActor(asSystem, async (tx) => {
      const rows = await tx.notification.findMany({ where: { sessionId, status: 'QUEUED' } });
      const outcome = { status: 'SUPPRESSED', providerId: null, errorCode: null } as const;
      for (const { id } of rows) await settleDelivery(tx, { notificationId: id, ...outcome });
    });
    expect(await found()).toBe(false);
  });

  it('are the system’s, and the app cannot become it by a setting', async () => {
    const sessionId = await book(db.worker, clinic, nextSlot());
    const command = { sessionId, now: instant(400) };
    await expect(db.worker.withActor(admin, (tx) => expireSession(tx, command))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expectMissingRight(db.app.withActor(asSystem, (tx) => expireSession(tx, command)));
    expect(await db.app.withActor(asSystem, (tx) => tx.session.count())).toBe(0);
  });
});
