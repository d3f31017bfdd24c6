import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CoverEntry } from '../../../domain/cover/cover.js';
import { localDateOf, plusDays } from '../../../domain/time/local-date.js';
import { TEST_ZONE } from '../../support/clinic.js';
import type { Answer, Caller } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
/** The first doctor, whose cover it is, the second one, and a third who left. */
let own: string;
let other: string;
let gone: string;
beforeAll(async () => {
  world = await openWorld();
  own = world.clinic.doctors[0].id;
  other = world.clinic.doctors[1].id;
  const body = { email: 'gone@clinic.example', fullName: 'Dr Gone', role: 'DOCTOR' };
  const { body: user } = await world.as('ADMIN').post('/users', body);
  gone = String(user['doctorId']);
  await world.as('ADMIN').patch(`/users/${String(user['id'])}`, { status: 'DISABLED' });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await world.sql('DELETE FROM doctor_cover');
});

/** By the clinic's calendar. */
const day = (days: number): string => plusDays(localDateOf(Date.now(), TEST_ZONE), days);
const entry = (from: number, to: number, doctorId = other): CoverEntry => ({ doctorId, from: day(from), to: day(to) });
const put = (caller: Caller, entries: unknown, id = own, key?: string): Promise<Answer<CoverEntry[]>> =>
  caller.ask('PUT', `/doctors/${id}/cover`, key === undefined ? { body: entries } : { body: entries, key });
const get = (caller: Caller, id = own): Promise<Answer<CoverEntry[]>> => caller.get(`/doctors/${id}/cover`);
const write = (from: number, to: number, doctorId = other) =>
  world.sql('INSERT INTO doctor_cover VALUES (gen_random_uuid(), $1, $2, $3, $4)', [own, doctorId, day(from), day(to)]);
const problem = ({ status, body }: Answer<unknown>) => {
  const { code, errors } = body as { code: string; errors?: { pointer: string }[] };
  return [status, code, ...(errors ?? []).map(({ pointer }) => pointer)];
};

describe('a doctor’s cover', () => {
  it('is set as a whole, by the doctor and by admins, and read by secretaries', async () => {
    const wanted = [entry(0, 3), entry(10, 12)];
    const answer = await put(world.as('DOCTOR'), wanted);
    expect([answer.status, answer.body]).toEqual([200, wanted]);
    for (const role of ['SECRETARY', 'DOCTOR', 'ADMIN'] as const) {
      expect((await get(world.as(role))).body).toEqual(wanted);
    }
    expect((await put(world.as('ADMIN'), [entry(10, 14)])).body).toEqual([entry(10, 14)]);
    expect((await put(world.as('DOCTOR'), [])).body).toEqual([]);
  });

  it('gives the right to decide for as long as it lasts', async () => {
    const covering = await world.signIn(world.clinic.doctors[1].email);
    const booked = await world.as('SECRETARY').post('/sessions', {
      doctorId: own,
      patientId: world.clinic.patients[1].id,
      startsAt: await world.freshStart(own),
    });
    const look = async (): Promise<number> => (await covering.get(`/sessions/${String(booked.body['id'])}`)).status;
    expect(await look()).toBe(403);
    await put(world.as('DOCTOR'), [entry(0, 0)]);
    expect(await look()).toBe(200);
    await put(world.as('DOCTOR'), [entry(1, 9)]);
    expect(await look()).toBe(403);
  });

  it('keeps the days that are over: a cover under way ends yesterday, or goes on as it is', async () => {
    await write(-30, -20);
    await write(-5, 5);
    const before = (await get(world.as('DOCTOR'))).body;
    expect((await put(world.as('DOCTOR'), before)).body).toEqual([entry(-30, -20), entry(-5, 5)]);
    expect((await put(world.as('DOCTOR'), [entry(0, 5)])).body).toEqual([entry(-30, -20), entry(-5, 5)]);
    const longer = [entry(-30, -20), entry(-5, -1), entry(0, 9)];
    expect((await put(world.as('DOCTOR'), [entry(-5, 9)])).body).toEqual(longer);
    expect((await put(world.as('DOCTOR'), [])).body).toEqual([entry(-30, -20), entry(-5, -1)]);
  });

  it('writes and audits nothing where it is so already', async () => {
    await write(-5, 5);
    const count = () => world.sql('SELECT count(*)::int AS n FROM audit_entries');
    const before = await count();
    const rows = await world.sql('SELECT * FROM doctor_cover');
    await put(world.as('DOCTOR'), [entry(-5, 5)]);
    expect([await count(), await world.sql('SELECT * FROM doctor_cover')]).toEqual([before, rows]);
    await put(world.as('DOCTOR'), []);
    const [change] = await world.sql('SELECT * FROM audit_entries ORDER BY id DESC LIMIT 1');
    expect(change).toMatchObject({
      entity: 'doctor',
      entity_id: own,
      action: 'update',
      actor_id: world.clinic.doctors[0].userId,
      before: { ends_on: day(5) },
      after: { ends_on: day(-1) },
    });
  });

  it('never begins in the past', async () => {
    await write(-5, -3);
    for (const wanted of [entry(-1, 3), entry(-9, -8), entry(-6, 3), entry(-5, 3), entry(-5, -3, gone)]) {
      expect(problem(await put(world.as('DOCTOR'), [entry(40, 41), wanted]))).toEqual([422, 'past_date', '/1/from']);
    }
    expect((await get(world.as('DOCTOR'))).body).toEqual([entry(-5, -3)]);
  });

  it('is by other doctors who are there', async () => {
    const refused: [object[], string][] = [
      [[entry(1, 2, own)], '/0/doctorId'],
      [[entry(1, 2), entry(1, 2, gone)], '/1/doctorId'],
      [[entry(1, 2, randomUUID())], '/0/doctorId'],
      [[entry(3, 2)], '/0/to'],
      [[entry(1, 4), entry(4, 6)], '/1'],
      [[{ ...entry(1, 4), from: '2027-02-30' }], '/0/from'],
      [[{ ...entry(1, 4), name: 'x' }], '/0/name'],
      [Array.from({ length: 101 }, (_, index) => entry(index * 2 + 1, index * 2 + 1)), ''],
    ];
    for (const [entries, pointer] of refused) {
      expect(problem(await put(world.as('ADMIN'), entries))).toEqual([422, 'validation_failed', pointer]);
    }
    expect(problem(await put(world.as('ADMIN'), {}))).toEqual([422, 'validation_failed', '']);
  });

  it('is nobody else’s', async () => {
    const second = await world.signIn(world.clinic.doctors[1].email);
    for (const id of [own, randomUUID()]) {
      expect(problem(await get(second, id))).toEqual([403, 'forbidden']);
      expect(problem(await put(second, [], id))).toEqual([403, 'forbidden']);
    }
    expect((await put(world.as('SECRETARY'), [])).status).toBe(403);
    for (const role of ['PATIENT'] as const) {
      expect([(await get(world.as(role))).status, (await put(world.as(role), [])).status]).toEqual([403, 403]);
    }
    for (const role of ['SECRETARY', 'ADMIN'] as const) {
      expect(problem(await get(world.as(role), randomUUID()))).toEqual([404, 'not_found']);
    }
    expect(problem(await put(world.as('ADMIN'), [], randomUUID()))).toEqual([404, 'not_found']);
  });

  it('is set by several at once without a day that is there twice', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((days) => put(world.as(days % 2 ? 'DOCTOR' : 'ADMIN'), [entry(days, 20)])),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await get(world.as('DOCTOR'))).body).toHaveLength(1);
  });

  it('under a key is set once', async () => {
    const key = randomUUID();
    const first = await put(world.as('DOCTOR'), [entry(1, 2)], own, key);
    await put(world.as('DOCTOR'), []);
    const again = await put(world.as('DOCTOR'), [entry(1, 2)], own, key);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await get(world.as('DOCTOR'))).body).toEqual([]);
  });
});
