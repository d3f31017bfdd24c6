import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import type { StepResult } from '../../../domain/session/types.js';
import { beginDelivery } from '../../../prisma/stores/delivery-store.js';
import {
  inboundContext,
  receiveSms,
  settleInbound,
  type InboundSettlement,
} from '../../../prisma/stores/inbound-store.js';
import { replySession, type ReplyCommand } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { bookApproved, instant, replyCommand } from './commands.js';

let db: TestDatabase;
let clinic: TestClinic;
let day = 30;
const asSystem = systemActor('test');

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

const reply = (actor: Actor, command: ReplyCommand): Promise<StepResult> =>
  db.worker.withActor(actor, (tx) => replySession(tx, command));

/** An approved session of the second patient (no account), whose SMS asked the question. */
async function asked(expiresAt = instant(300)): Promise<{ sessionId: string; promptId: string }> {
  day += 1;
  const { sessionId, step } = await bookApproved(db.worker, clinic, {
    startsAt: instant(day),
    endsAt: instant(day, 30),
    patientId: clinic.patients[1].id,
  });
  const promptId = await db.worker.withActor(asSystem, async (tx) => {
    const sms = await tx.notification.findFirstOrThrow({
      where: { id: { in: step.notificationIds }, channel: 'SMS' },
    });
    await beginDelivery(tx, {
      notificationId: sms.id,
      address: clinic.patients[1].phone,
      body: 'Approved. 1 confirm, 2 cannot come, 3 change',
      subject: null,
      prompt: { kind: 'ATTENDANCE', expiresAt },
    });
    return (await tx.prompt.findFirstOrThrow({ where: { sessionId } })).id;
  });
  return { sessionId, promptId };
}

async function receive(
  text: string,
  from = clinic.patients[1].phone,
  providerMessageId = randomUUID(),
): Promise<string> {
  const actor = anonymousActor('test', 'SMS');
  return (await db.app.withActor(actor, (tx) => receiveSms(tx, { providerMessageId, from, text }))).inboundId;
}
const settle = (inboundId: string, settlement: InboundSettlement): Promise<{ notificationIds: string[] }> =>
  db.worker.withActor(asSystem, (tx) => settleInbound(tx, { inboundId, ...settlement }));
const contextOf = (inboundId: string) => db.worker.withActor(asSystem, (tx) => inboundContext(tx, inboundId));

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

describe('inbound SMS', () => {
  it('is kept once per provider message', async () => {
    const message = { providerMessageId: randomUUID(), from: clinic.patients[1].phone, text: '1' };
    const actor = anonymousActor('test', 'SMS');
    const first = await db.app.withActor(actor, (tx) => receiveSms(tx, message));
    const second = await db.app.withActor(actor, (tx) => receiveSms(tx, message));
    expect(first.duplicate).toBe(false);
    expect(second).toEqual({ inboundId: first.inboundId, duplicate: true });
    const asStaff = db.app.withActor(actorOf('PATIENT', clinic.patients[0].userId), (tx) => receiveSms(tx, message));
    await expect(asStaff).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('shows the questions that the number was asked', async () => {
    const { sessionId, promptId } = await asked();
    const context = await contextOf(await receive('1'));
    expect(context).toMatchObject({ handled: false, optedOut: false, answeredToday: false });
    expect(context?.prompts[0]).toMatchObject({
      promptId,
      sessionId,
      open: true,
      actorId: clinic.patients[1].id,
      answer: null,
    });
  });

  it('is settled once, with its task and one polite answer a day', async () => {
    const from = '+15550009999';
    const inboundId = await receive('what?', from);
    const settlement: InboundSettlement = {
      outcome: 'INBOX',
      task: { kind: 'UNREAD_SMS', text: 'what?' },
      reply: 'NOT_UNDERSTOOD',
    };
    const first = await settle(inboundId, settlement);
    expect(first.notificationIds).toHaveLength(1);
    expect(await settle(inboundId, settlement)).toEqual(first);
    expect(await contextOf(inboundId)).toMatchObject({ handled: true });
    expect(await contextOf(await receive('again', from))).toMatchObject({ answeredToday: true });
    const tasks = await db.worker.withActor(asSystem, (tx) => tx.task.count({ where: { phone: from } }));
    expect(tasks).toBe(1);
  });

  it('writes opt-outs and opt-ins into the ledger', async () => {
    const from = '+15550008888';
    const isOut = async (): Promise<boolean | undefined> => (await contextOf(await receive('?', from)))?.optedOut;
    await settle(await receive('STOP', from), {
      outcome: 'OPT_OUT',
      task: { kind: 'OPTED_OUT', text: 'STOP' },
      reply: null,
    });
    expect(await isOut()).toBe(true);
    await settle(await receive('START', from), { outcome: 'OPT_IN', task: null, reply: null });
    expect(await isOut()).toBe(false);
  });
});
