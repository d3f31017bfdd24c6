import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymousActor, systemActor } from '../../../domain/actor.js';
import {
  chooseInbound,
  inboundContext,
  receiveSms,
  settleInbound,
  type InboundSettlement,
} from '../../../prisma/stores/inbound-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { askedSession } from './asked-session.js';
import { createSlots } from './commands.js';

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

  it('answers the question that was chosen first, whatever a later attempt finds', async () => {
    const first = await asked();
    const second = await asked();
    const inboundId = await receive('1');
    const choose = (promptId: string, intent: 'CONFIRM' | 'DECLINE' = 'CONFIRM') =>
      db.worker.withActor(asSystem, (tx) => chooseInbound(tx, { inboundId, promptId, intent }));
    const chosen = { promptId: first.promptId, intent: 'CONFIRM' };
    expect(await contextOf(inboundId)).toMatchObject({ chosen: null });
    expect(await choose(first.promptId)).toEqual(chosen);
    expect(await choose(second.promptId, 'DECLINE')).toEqual(chosen);
    expect(await contextOf(inboundId)).toMatchObject({ chosen, handled: false });
    await settle(inboundId, {
      outcome: 'ROUTED',
      promptId: second.promptId,
      intent: 'DECLINE',
      task: null,
      reply: null,
    });
    expect(await contextOf(inboundId)).toMatchObject({ chosen, handled: true });
  });

  it('settles one choice among attempts at once, and makes none of what was settled otherwise', async () => {
    const prompts = [await asked(), await asked(), await asked()];
    const inboundId = await receive('1');
    const choices = await Promise.all(
      prompts.map(({ promptId }) =>
        db.worker.withActor(asSystem, (tx) => chooseInbound(tx, { inboundId, promptId, intent: 'CONFIRM' })),
      ),
    );
    expect(new Set(choices.map((choice) => choice?.promptId)).size).toBe(1);
    const unread = await receive('what?');
    await settle(unread, { outcome: 'INBOX', task: { kind: 'UNREAD_SMS', text: 'what?' }, reply: null });
    const late = { inboundId: unread, promptId: prompts[0]?.promptId ?? '', intent: 'CONFIRM' as const };
    expect(await db.worker.withActor(asSystem, (tx) => chooseInbound(tx, late))).toBeNull();
    const admin = actorOf('ADMIN', clinic.admin.userId);
    await expect(db.worker.withActor(admin, (tx) => chooseInbound(tx, late))).rejects.toMatchObject({
      code: 'forbidden',
    });
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
