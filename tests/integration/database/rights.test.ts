import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import { DomainError } from '../../../domain/errors.js';
import type { Tx } from '../../../prisma/actor.js';
import { expireSession } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, createSlots, instant } from './commands.js';
import { connected } from './connected.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  for (const patient of [0, 1] as const)
    await book(db.worker, clinic, { ...nextSlot(), patientId: clinic.patients[patient].id });
});
afterAll(() => db[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const nobody: Actor = { id: null, role: 'ANONYMOUS', channel: 'API', requestId: 'test' };
/** Claims no role, but names somebody. */
const anonymousAdmin = (): Actor => ({ ...nobody, id: clinic.admin.userId });
const one = async <T>(actor: Actor, sql: string, ...values: unknown[]): Promise<T | undefined> => {
  const rows = await db.app.withActor(actor, (tx) => tx.$queryRawUnsafe<{ value: T }[]>(sql, ...values));
  return rows[0]?.value;
};

describe('what the API’s login can ask', () => {
  it('whose patients are a doctor’s: only that doctor', async () => {
    const sql = 'SELECT cardinality(engine.doctor_patient_ids()) AS value';
    expect(await one(nobody, sql)).toBe(0);
    expect(await one(actorOf('SECRETARY', clinic.secretary.userId), sql)).toBe(0);
    expect(await one(actorOf('DOCTOR', clinic.doctors[1].userId), sql)).toBe(0);
    expect(await one(actorOf('DOCTOR', clinic.doctors[0].userId), sql)).toBe(2);
  });

  it('who opted out: staff, and a patient about their own number', async () => {
    const ask = (actor: Actor, phone: string) => one<boolean>(actor, 'SELECT engine.opted_out($1) AS value', phone);
    const [own, other] = clinic.patients;
    const patient = actorOf('PATIENT', own.userId);
    expect(await ask(nobody, own.phone)).toBeNull();
    expect(await ask(anonymousAdmin(), own.phone)).toBeNull();
    expect(await ask(patient, other.phone)).toBeNull();
    expect(await ask(patient, own.phone)).toBe(false);
    expect(await ask(actorOf('SECRETARY', clinic.secretary.userId), other.phone)).toBe(false);
  });

  it('names: a doctor learns those of staff and of their own patients', async () => {
    const ids = [clinic.secretary.userId, clinic.patients[0].userId, clinic.patients[1].id, clinic.patients[2].id];
    const sql = 'SELECT count(*)::int AS value FROM engine.people($1::uuid[])';
    expect(await one(actorOf('DOCTOR', clinic.doctors[0].userId), sql, ids)).toBe(3);
    expect(await one(actorOf('DOCTOR', clinic.doctors[1].userId), sql, ids)).toBe(1);
    expect(await one(actorOf('PATIENT', clinic.patients[0].userId), sql, ids)).toBe(2);
    expect(await one(actorOf('ADMIN', clinic.admin.userId), sql, ids)).toBe(4);
    expect(await one(anonymousAdmin(), sql, ids)).toBe(0);
  });

  it('an id without a role opens nothing', async () => {
    for (const table of ['users', 'decisions', 'idempotency_keys', 'sessions'])
      expect(await one(anonymousAdmin(), `SELECT count(*)::int AS value FROM ${table}`)).toBe(0);
  });

  it('overbooked time of a patient: not for another patient', async () => {
    const [own, other] = clinic.patients;
    await using superuser = await connected(db.superuserUrl);
    await superuser.client.query('UPDATE holds SET exempt_patient = true WHERE patient_id IN ($1, $2)', [
      own.id,
      other.id,
    ]);
    const sql = `SELECT count(*)::int AS value
                   FROM engine.busy('{}', '{}', $1::uuid, tstzrange(now(), now() + interval '90 days'))`;
    expect(await one(actorOf('PATIENT', own.userId), sql, other.id)).toBe(0);
    expect(await one(actorOf('PATIENT', own.userId), sql, own.id)).toBe(1);
    expect(await one(actorOf('SECRETARY', clinic.secretary.userId), sql, other.id)).toBe(1);
  });
});

describe('a verified phone', () => {
  it('is nothing that the API’s login can claim', async () => {
    const verified = { phoneVerifiedAt: new Date() };
    const { id, userId } = clinic.patients[0];
    const claim = (tx: Tx) => tx.patient.updateMany({ where: { id }, data: verified });
    for (const actor of [actorOf('PATIENT', userId), actorOf('SECRETARY', clinic.secretary.userId)])
      await expectMissingRight(db.app.withActor(actor, claim));
    const entered = { id: randomUUID(), fullName: 'New', phone: '+15550002345', ...verified };
    const row = await db.app.withActor(actorOf('SECRETARY', clinic.secretary.userId), async (tx) => {
      await tx.patient.createMany({ data: [entered] });
      return tx.patient.findUniqueOrThrow({ where: { id: entered.id } });
    });
    expect(row.phoneVerifiedAt).toBeNull();
  });
});

describe('a refusal', () => {
  it('is the caller’s where the engine meant it, and ours where a right is missing', async () => {
    const sessionId = await book(db.worker, clinic, nextSlot());
    const expire = (tx: Tx) => expireSession(tx, { sessionId, now: instant(400) });
    const admin = actorOf('ADMIN', clinic.admin.userId);
    await expect(db.worker.withActor(admin, expire)).rejects.toMatchObject({ code: 'forbidden' });
    await expectMissingRight(db.app.withActor(systemActor('test'), expire));
    const raised = db.app.withActor(anonymousActor('test'), (tx) =>
      tx.$executeRawUnsafe("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'P0002'; END $$"),
    );
    await expect(raised).rejects.not.toBeInstanceOf(DomainError);
  });
});
