import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { systemActor, type Actor } from '../../../domain/actor.js';
import type { StepResult } from '../../../domain/session/types.js';
import { replySession, type ReplyCommand } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { askedSession } from './asked-session.js';
import { createSlots, replyCommand } from './commands.js';

let db: TestDatabase;
let clinic: TestClinic;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const asSystem = systemActor('test');
const asked = (expiresAt?: string): Promise<{ sessionId: string; promptId: string }> =>
  askedSession(db.worker, clinic, nextSlot(), expiresAt);
const reply = (actor: Actor, command: ReplyCommand): Promise<StepResult> =>
  db.worker.withActor(actor, (tx) => replySession(tx, command));

describe('reply', () => {
  it('takes the answer of a patient without an account, by SMS only', async () => {
    const { sessionId, promptId } = await asked();
    const own = clinic.patients[1].id;
    expect(await reply(actorOf('PATIENT', own, 'API'), replyCommand(sessionId, { promptId }))).toMatchObject({
      code: 'forbidden',
    });
    const command = replyCommand(sessionId, { promptId });
    const first = await reply(actorOf('PATIENT', own, 'SMS'), command);
    expect(first).toMatchObject({
      state: 'APPLIED',
      snapshot: { attendance: 'CONFIRMED', status: 'APPROVED', version: 3 },
    });
    expect(await reply(actorOf('PATIENT', own, 'SMS'), command)).toEqual(first);
    const again = await reply(actorOf('PATIENT', own, 'SMS'), replyCommand(sessionId, { promptId }));
    expect(again).toMatchObject({ state: 'APPLIED', notificationIds: [], snapshot: { version: 3 } });
  });

  it('opens a task for a decline and for a wish to change, once', async () => {
    const { sessionId, promptId } = await asked();
    const patient = actorOf('PATIENT', clinic.patients[1].id, 'SMS');
    const declined = await reply(patient, replyCommand(sessionId, { promptId, intent: 'DECLINE' }));
    expect(declined).toMatchObject({ state: 'APPLIED', snapshot: { attendance: 'DECLINED' } });
    await reply(patient, replyCommand(sessionId, { promptId, intent: 'CHANGE' }));
    await reply(patient, replyCommand(sessionId, { promptId, intent: 'CHANGE' }));
    const tasks = await db.worker.withActor(asSystem, (tx) =>
      tx.task.findMany({ where: { sessionId }, orderBy: { createdAt: 'asc' } }),
    );
    expect(tasks).toMatchObject([{ kind: 'DECLINED' }, { kind: 'CALL_PATIENT', text: 'wants another time' }]);
    const holds = await db.worker.withActor(asSystem, (tx) => tx.hold.count({ where: { sessionId, active: true } }));
    expect(holds).toBe(1);
  });

  it('tells a late answer the present state, once per version', async () => {
    const { sessionId, promptId } = await asked(new Date(Date.now() - 1_000).toISOString());
    const patient = actorOf('PATIENT', clinic.patients[1].id, 'SMS');
    const late = await reply(patient, replyCommand(sessionId, { promptId }));
    expect(late).toMatchObject({
      state: 'REFUSED',
      code: 'stale_version',
      snapshot: { attendance: 'UNKNOWN', version: 2 },
    });
    expect(late.notificationIds).toHaveLength(1);
    expect((await reply(patient, replyCommand(sessionId, { promptId }))).notificationIds).toHaveLength(0);
  });

  it('refuses a prompt about an earlier time', async () => {
    const { sessionId, promptId } = await asked();
    const owner = new pg.Client({ connectionString: db.superuserUrl });
    await owner.connect();
    await owner.query(
      "UPDATE sessions SET starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' WHERE id = $1",
      [sessionId],
    );
    await owner.end();
    const patient = actorOf('PATIENT', clinic.patients[1].id, 'SMS');
    const late = await reply(patient, replyCommand(sessionId, { promptId }));
    expect(late).toMatchObject({ state: 'REFUSED', code: 'stale_version' });
    expect(late.notificationIds).toHaveLength(1);
  });

  it('lets staff answer for a patient, and nobody for a stranger', async () => {
    const { sessionId, promptId } = await asked();
    const stranger = actorOf('PATIENT', clinic.patients[0].userId);
    expect(await reply(stranger, replyCommand(sessionId))).toMatchObject({ code: 'forbidden' });
    expect(await reply(actorOf('DOCTOR', clinic.doctors[1].userId), replyCommand(sessionId))).toMatchObject({
      code: 'forbidden',
    });
    const other = await asked();
    const crossed = replyCommand(other.sessionId, { promptId });
    expect(await reply(actorOf('PATIENT', clinic.patients[1].id, 'SMS'), crossed)).toMatchObject({ code: 'forbidden' });
    expect(await reply(actorOf('SECRETARY', clinic.secretary.userId), replyCommand(sessionId))).toMatchObject({
      state: 'APPLIED',
    });
  });
});
