import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../domain/actor.js';
import type { Tx } from '../../../prisma/actor.js';
import { loadScheduling } from '../../../prisma/stores/scheduling-store.js';
import { listDoctors } from '../../../prisma/views/doctor-view.js';
import { createPatient, listPatients, updatePatient } from '../../../prisma/views/patient-view.js';
import { listSessions, readSession, sessionHistory, sessionMessages } from '../../../prisma/views/session-view.js';
import { readUser } from '../../../prisma/views/user-view.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, decide, decideCommand, instant } from './commands.js';

let db: TestDatabase;
let clinic: TestClinic;
let secretary: Actor;
let patient: Actor;
let rejected: string;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  secretary = actorOf('SECRETARY', clinic.secretary.userId);
  patient = actorOf('PATIENT', clinic.patients[0].userId);
  rejected = await book(db.worker, clinic, { startsAt: instant(30), endsAt: instant(30, 30), note: 'inner note' });
  const reject = decideCommand(rejected, { verdict: 'REJECT', reason: 'inner reason', category: 'DUPLICATE' });
  await decide(db.worker, actorOf('DOCTOR', clinic.doctors[0].userId), reject);
  for (let index = 0; index < 5; index += 1) {
    await book(db.worker, clinic, {
      startsAt: instant(31, index * 30),
      endsAt: instant(31, index * 30 + 30),
      patientId: clinic.patients[1].id,
      roomIds: [clinic.rooms[1].id],
    });
  }
});
afterAll(() => db[Symbol.asyncDispose]());

const as = <T>(actor: Actor, fn: (tx: Tx) => Promise<T>): Promise<T> => db.app.withActor(actor, fn);

describe('a session', () => {
  it('shows staff everything and a patient what is theirs', async () => {
    const forStaff = await as(secretary, (tx) => readSession(tx, rejected));
    expect(forStaff).toMatchObject({
      status: 'REJECTED',
      patient: { fullName: 'Sara Ali', phone: clinic.patients[0].phone },
      room: { name: 'Room 1' },
      reason: 'inner reason',
      reasonCategory: 'DUPLICATE',
      note: 'inner note',
      createdBy: { id: clinic.secretary.userId, fullName: 'Tom Becker', role: 'SECRETARY' },
      decidedBy: { fullName: 'Dr Layla Haddad', role: 'DOCTOR' },
      timeZone: 'Europe/Berlin',
      startsAt: instant(30),
      move: null,
    });
    const forPatient = await as(patient, (tx) => readSession(tx, rejected));
    expect(forPatient?.patient).toEqual({ id: clinic.patients[0].id, fullName: 'Sara Ali' });
    expect(forPatient).toMatchObject({ reason: null, note: null, reasonCategory: 'DUPLICATE', visitReason: 'knee' });
    expect(await as(actorOf('DOCTOR', clinic.doctors[1].userId), (tx) => readSession(tx, rejected))).toBeNull();
  });

  it('has a history and messages by the same rules', async () => {
    const [booked, refused] = await as(secretary, (tx) => sessionHistory(tx, rejected));
    expect(booked).toMatchObject({
      kind: 'BOOKED',
      from: null,
      to: 'PENDING',
      version: 1,
      by: { fullName: 'Tom Becker' },
    });
    expect(refused).toMatchObject({
      kind: 'REJECTED',
      from: 'PENDING',
      reason: 'inner reason',
      by: { role: 'DOCTOR' },
    });
    expect((await as(patient, (tx) => sessionHistory(tx, rejected))).at(-1)?.reason).toBe('DUPLICATE');
    expect(await as(secretary, (tx) => sessionMessages(tx, rejected))).toHaveLength(7);
    const channels = (await as(patient, (tx) => sessionMessages(tx, rejected))).map(({ channel }) => channel);
    expect(new Set(channels)).toEqual(new Set(['SMS', 'EMAIL']));
  });
});

describe('lists', () => {
  it.each(['startsAt', '-startsAt', 'createdAt', '-createdAt'] as const)(
    'page by %s without gap or double',
    async (sort) => {
      const whole = await as(secretary, (tx) => listSessions(tx, { sort }, { limit: 50, cursor: null }));
      expect(whole.items).toHaveLength(6);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listSessions>> = await as(secretary, (tx) =>
          listSessions(tx, { sort }, { limit: 2, cursor }),
        );
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(whole.items.map(({ id }) => id));
    },
  );

  it('filter, and see what the viewer may see', async () => {
    const count = async (actor: Actor, filter: Parameters<typeof listSessions>[1]): Promise<number> =>
      (await as(actor, (tx) => listSessions(tx, filter, { limit: 50, cursor: null }))).items.length;
    expect(await count(secretary, { status: ['PENDING'] })).toBe(5);
    expect(await count(secretary, { search: 'jonas' })).toBe(5);
    expect(await count(secretary, { search: '%' })).toBe(0);
    expect(await count(secretary, { from: instant(31, 60), before: instant(31, 120) })).toBe(2);
    expect(await count(secretary, { roomId: [clinic.rooms[0].id] })).toBe(1);
    expect(await count(patient, {})).toBe(1);
  });

  it('refuse a cursor that is not theirs', async () => {
    for (const cursor of [
      'x',
      Buffer.from('["now","no-uuid"]').toString('base64url'),
      Buffer.from('{}').toString('base64url'),
    ]) {
      const attempt = as(secretary, (tx) => listSessions(tx, {}, { limit: 2, cursor }));
      await expect(attempt).rejects.toMatchObject({ code: 'validation_failed' });
    }
  });

  it('show a doctor their own patients, by name', async () => {
    const page = await as(actorOf('DOCTOR', clinic.doctors[0].userId), (tx) =>
      listPatients(tx, { search: null }, { limit: 10, cursor: null }),
    );
    expect(page.items.map(({ fullName }) => fullName)).toEqual(['Jonas Weber', 'Sara Ali']);
    const doctors = await as(patient, (tx) => listDoctors(tx, { active: true }, { limit: 1, cursor: null }));
    expect(doctors).toMatchObject({ items: [{ fullName: 'Dr Chidi Okafor' }], nextCursor: expect.any(String) });
  });
});

describe('patients', () => {
  it('are entered by staff, with their consent in the ledger, and keep an opt-out', async () => {
    const fields = {
      fullName: 'New Person',
      email: null,
      phone: '+15550007777',
      language: 'en',
      timeZone: 'Europe/Berlin',
      smsConsent: true,
    };
    const created = await as(secretary, (tx) =>
      createPatient(tx, { id: randomUUID(), createdBy: secretary.id, ...fields }),
    );
    expect(created).toMatchObject({ fullName: 'New Person', phoneVerified: false, smsOptedOut: false, userId: null });
    const ledger = await as(secretary, (tx) => tx.consent.findMany({ where: { phone: fields.phone } }));
    expect(ledger).toMatchObject([
      { kind: 'OPT_IN', source: 'STAFF', actorId: clinic.secretary.userId, patientId: created.id },
    ]);
    expect(await as(secretary, (tx) => updatePatient(tx, created.id, { fullName: 'Other Name' }))).toMatchObject({
      fullName: 'Other Name',
    });
  });

  it('who change their own number lose the desk’s consent for it', async () => {
    const own = clinic.patients[0].id;
    await as(patient, (tx) => updatePatient(tx, own, { phone: '+15550006666', smsConsent: true }));
    const row = await as(patient, (tx) => tx.patient.findUnique({ where: { id: own } }));
    expect(row).toMatchObject({ phone: '+15550006666', smsConsent: false, phoneVerifiedAt: null });
  });
});

it('a user reads themselves, an admin anybody', async () => {
  expect(await as(patient, (tx) => readUser(tx, clinic.patients[0].userId))).toMatchObject({
    patientId: clinic.patients[0].id,
    doctorId: null,
  });
  expect(await as(patient, (tx) => readUser(tx, clinic.admin.userId))).toBeNull();
  const admin = actorOf('ADMIN', clinic.admin.userId);
  expect(await as(admin, (tx) => readUser(tx, clinic.doctors[0].userId))).toMatchObject({
    doctorId: clinic.doctors[0].id,
  });
});

describe('the scheduling input', () => {
  const query = {
    doctorId: '',
    patientId: null,
    roomId: null,
    fromMs: Date.now(),
    toMs: Date.now() + 60 * 86_400_000,
    ignoreSessionId: null,
  };

  it('holds hours, rules, busy time and the least used rooms first', async () => {
    const input = await as(patient, (tx) => loadScheduling(tx, { ...query, doctorId: clinic.doctors[0].id }));
    expect(input).toMatchObject({
      doctor: { id: clinic.doctors[0].id, active: true, timeZone: 'Europe/Berlin' },
      periods: [{ validFrom: '2026-01-01', validTo: null }],
      exceptions: [],
      roomIds: clinic.rooms.map(({ id }) => id),
      policy: { clinicName: 'Elm Street Clinic', quietHours: { from: '21:00', to: '08:00' } },
    });
    expect(input?.periods[0]?.weekly).toHaveLength(7);
    expect(input?.busy.filter(({ resource }) => resource === 'doctor')).toHaveLength(5);
    expect(input?.busy).toContainEqual({
      resource: 'room',
      resourceId: clinic.rooms[1].id,
      startMs: Date.parse(instant(31)),
      endMs: Date.parse(instant(31, 30)),
    });
    expect(await as(patient, (tx) => loadScheduling(tx, { ...query, doctorId: randomUUID() }))).toBeNull();
  });

  it('tells a patient nothing of another’s time', async () => {
    const ask = async (actor: Actor): Promise<number | undefined> =>
      (
        await as(actor, (tx) =>
          loadScheduling(tx, { ...query, doctorId: clinic.doctors[0].id, patientId: clinic.patients[1].id }),
        )
      )?.busy.filter(({ resource }) => resource === 'patient').length;
    expect(await ask(patient)).toBe(0);
    expect(await ask(secretary)).toBe(5);
  });
});
