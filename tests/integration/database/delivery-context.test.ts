import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymousActor, systemActor } from '../../../domain/actor.js';
import type { Tx } from '../../../prisma/actor.js';
import { beginDelivery, deliveryContext, type DeliveryContext } from '../../../prisma/stores/delivery-store.js';
import { receiveSms, settleInbound } from '../../../prisma/stores/inbound-store.js';
import { cancelSession, completeSession } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, bookApproved, cancelCommand, createSlots } from './commands.js';
import { connected } from './connected.js';

let db: TestDatabase;
let clinic: TestClinic;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const asSystem = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.worker.withActor(systemActor('test'), fn);

async function answerTo(from: string): Promise<DeliveryContext | null> {
  const message = { providerMessageId: randomUUID(), from, text: '???' };
  const { inboundId } = await db.app.withActor(anonymousActor('test', 'SMS'), (tx) => receiveSms(tx, message));
  const { notificationIds } = await asSystem((tx) =>
    settleInbound(tx, { inboundId, outcome: 'INBOX', task: null, reply: 'NOT_UNDERSTOOD' }),
  );
  return asSystem((tx) => deliveryContext(tx, notificationIds[0] ?? ''));
}

async function optOut(phone: string): Promise<void> {
  await using superuser = await connected(db.superuserUrl);
  await superuser.client.query(
    "INSERT INTO consents (phone, kind, source, wording) VALUES ($1, 'OPT_OUT', 'SMS', 'PARAR')",
    [phone],
  );
}

describe('the opt-out', () => {
  it('is that of the number, whether it is nobody’s or several people’s', async () => {
    expect(await answerTo('+15550001234')).toMatchObject({ patient: null, notification: { optedOut: false } });
    await optOut('+15550001234');
    expect(await answerTo('+15550001234')).toMatchObject({ patient: null, notification: { optedOut: true } });
  });

  it('is that of the number that will be texted, not of the patient’s present one', async () => {
    const [patient] = clinic.patients;
    const { sessionId } = await bookApproved(db.worker, clinic, nextSlot());
    const rows = await asSystem((tx) => tx.notification.findMany({ where: { sessionId, kind: 'APPROVED' } }));
    const idOf = (channel: string): string => rows.find((row) => row.channel === channel)?.id ?? '';
    const command = { notificationId: idOf('SMS'), address: patient.phone, body: 'x', subject: null };
    await asSystem((tx) => beginDelivery(tx, command));
    await using superuser = await connected(db.superuserUrl);
    await superuser.client.query('UPDATE patients SET phone = $2 WHERE id = $1', [patient.id, '+15550004321']);
    await optOut(patient.phone);
    const sms = await asSystem((tx) => deliveryContext(tx, idOf('SMS')));
    expect(sms).toMatchObject({ notification: { optedOut: true }, patient: { optedOut: false } });
    expect(Date.now() - Date.parse(sms?.notification.createdAt ?? '')).toBeLessThan(60_000);
    await optOut('+15550004321');
    const email = await asSystem((tx) => deliveryContext(tx, idOf('EMAIL')));
    expect(email).toMatchObject({ notification: { optedOut: false }, patient: { optedOut: true } });
  });
});

it('a patient is known by another session that was approved, not by one that was only asked for', async () => {
  const [, patient] = clinic.patients;
  const forPatient = () => ({ ...nextSlot(), patientId: patient.id });
  const sessionId = await book(db.worker, clinic, forPatient());
  const row = await asSystem((tx) => tx.notification.findFirstOrThrow({ where: { sessionId, channel: 'SMS' } }));
  const known = async () => (await asSystem((tx) => deliveryContext(tx, row.id)))?.patient?.known;
  await book(db.worker, clinic, forPatient());
  const called = await bookApproved(db.worker, clinic, forPatient());
  const admin = actorOf('ADMIN', clinic.admin.userId);
  await db.worker.withActor(admin, (tx) => cancelSession(tx, cancelCommand(called.sessionId)));
  expect(await known()).toBe(false);
  const slot = forPatient();
  const approved = await bookApproved(db.worker, clinic, slot);
  expect(await known()).toBe(true);
  await asSystem((tx) => completeSession(tx, { sessionId: approved.sessionId, now: slot.endsAt }));
  expect(await known()).toBe(true);
});
