import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymousActor, systemActor } from '../../../domain/actor.js';
import {
  beginDelivery,
  deliveryContext,
  recordReceipt,
  settleDelivery,
  type DeliveryContext,
  type Receipt,
} from '../../../prisma/stores/delivery-store.js';
import { seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { bookApproved, instant } from './commands.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;
let day = 30;
const asSystem = systemActor('test');

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

async function approvalSms(): Promise<string> {
  day += 1;
  const { step } = await bookApproved(db.worker, clinic, { startsAt: instant(day), endsAt: instant(day, 30) });
  const row = await db.worker.withActor(asSystem, (tx) =>
    tx.notification.findFirstOrThrow({ where: { id: { in: step.notificationIds }, channel: 'SMS' } }),
  );
  return row.id;
}
const contextOf = (id: string): Promise<DeliveryContext | null> =>
  db.worker.withActor(asSystem, (tx) => deliveryContext(tx, id));
const statusOf = async (id: string): Promise<string | undefined> => (await contextOf(id))?.notification.status;
const begin = (notificationId: string, body: string) =>
  db.worker.withActor(asSystem, (tx) =>
    beginDelivery(tx, { notificationId, address: clinic.patients[0].phone, body, subject: null }),
  );
const settle = (
  notificationId: string,
  status: 'SENT' | 'FAILED',
  providerId: string | null,
  errorCode: string | null = null,
) => db.worker.withActor(asSystem, (tx) => settleDelivery(tx, { notificationId, status, providerId, errorCode }));
const receipt = (providerId: string, status: Receipt['status'], errorCode: string | null = null) =>
  db.app.withActor(anonymousActor('test', 'SMS'), (tx) => recordReceipt(tx, { providerId, status, errorCode }));

describe('delivery', () => {
  it('gathers what a text needs', async () => {
    const id = await approvalSms();
    const context = await contextOf(id);
    expect(context).toMatchObject({
      notification: { id, kind: 'APPROVED', channel: 'SMS', status: 'QUEUED', attempts: 0, sessionVersion: 2 },
      session: { status: 'APPROVED', decidedBy: 'Dr Layla Haddad' },
      clinic: { name: 'Elm Street Clinic', timeZone: 'Europe/Berlin' },
      patient: { fullName: 'Sara Ali', phoneUsable: true, optedOut: false, known: false },
      doctor: { fullName: 'Dr Layla Haddad' },
      addressee: null,
      change: { kind: 'APPROVED', previousStartsAt: null },
      move: null,
      room: { name: 'Room 1', location: null },
      cards: [],
      firstSms: true,
    });
    expect(await contextOf(randomUUID())).toBeNull();
  });

  it('sends what the first attempt stored', async () => {
    const id = await approvalSms();
    expect(await begin(id, 'first')).toEqual({
      address: clinic.patients[0].phone,
      body: 'first',
      subject: null,
      attempts: 1,
    });
    expect(await begin(id, 'second')).toMatchObject({ body: 'first', attempts: 2 });
  });

  it('settles once', async () => {
    const id = await approvalSms();
    const providerId = `SM${randomUUID()}`;
    await settle(id, 'SENT', providerId);
    await settle(id, 'FAILED', null, '30003');
    expect((await contextOf(id))?.notification).toMatchObject({ status: 'SENT', providerId });
  });

  it('takes receipts monotonically', async () => {
    const id = await approvalSms();
    const providerId = `SM${randomUUID()}`;
    await settle(id, 'SENT', providerId);
    expect(await receipt(providerId, 'DELIVERED')).toMatchObject({ matched: true });
    await receipt(providerId, 'SENT');
    await receipt(providerId, 'QUEUED');
    expect(await statusOf(id)).toBe('DELIVERED');
  });

  it('keeps a receipt that comes before the send is answered', async () => {
    const id = await approvalSms();
    const providerId = `SM${randomUUID()}`;
    expect(await receipt(providerId, 'SENT')).toMatchObject({ matched: false });
    expect(await receipt(providerId, 'DELIVERED')).toMatchObject({ matched: false });
    await settle(id, 'SENT', providerId);
    expect(await statusOf(id)).toBe('DELIVERED');
  });

  it('loses no receipt that races the settling', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await approvalSms();
      const providerId = `SM${randomUUID()}`;
      await Promise.all([settle(id, 'SENT', providerId), receipt(providerId, 'DELIVERED')]);
      expect(await statusOf(id)).toBe('DELIVERED');
    }
  });

  it('turns the provider’s block into an opt-out, and leaves to the email what a text could not bring', async () => {
    const unreachable = await approvalSms();
    await begin(unreachable, 'text');
    await settle(unreachable, 'FAILED', null, '30003');
    const blocked = await approvalSms();
    await begin(blocked, 'text');
    await settle(blocked, 'FAILED', null, '21610');
    const tasks = await db.worker.withActor(asSystem, (tx) => tx.task.findMany({ orderBy: { createdAt: 'asc' } }));
    expect(tasks.map(({ kind }) => kind)).toEqual(['OPTED_OUT']);
    expect((await contextOf(await approvalSms()))?.patient?.optedOut).toBe(true);
  });

  it('is the system’s business', async () => {
    const id = await approvalSms();
    await expectMissingRight(db.app.withActor(asSystem, (tx) => deliveryContext(tx, id)));
  });
});
