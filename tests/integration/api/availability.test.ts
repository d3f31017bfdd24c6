import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf, plusDays } from '../../../domain/time/local-date.js';
import { TEST_ZONE } from '../../support/clinic.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const doctor = (index: 0 | 1 = 0) => world.clinic.doctors[index];
const at = (id = doctor().id): string => `/doctors/${id}/availability`;
const day = (offset: number): string => plusDays(localDateOf(Date.now(), TEST_ZONE), offset);
const stretch = (weekday: number, start: string, end: string, breaks: object[] = []) => ({
  weekday,
  start,
  end,
  breaks,
});
const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => stretch(weekday, '08:00', '18:00'));
const hours = (change: object = {}) => ({ timeZone: TEST_ZONE, validFrom: day(1), weekly: everyDay, ...change });
const closure = (change: object = {}) => ({ from: day(40), to: day(41), kind: 'CLOSED', reason: 'holiday', ...change });
const put = (body: object, id = doctor().id) => world.as('ADMIN').ask('PUT', `${at(id)}/weekly`, { body });
const pointers = (body: Record<string, unknown>) =>
  (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);

describe('weekly hours', () => {
  it('hold from their day on; earlier days stay, later changes make way', async () => {
    const later = await put(hours({ validFrom: day(60), weekly: [] }));
    expect(later.status).toBe(200);
    const weekly = [stretch(1, '09:00', '17:00', [{ start: '12:00', end: '12:30' }]), stretch(5, '22:00', '06:00')];
    const answer = await put(hours({ validFrom: day(50), weekly }));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        timeZone: TEST_ZONE,
        periods: [
          { validFrom: '2026-01-01', validTo: day(50), timeZone: TEST_ZONE, weekly: everyDay },
          { validFrom: day(50), validTo: null, weekly },
        ],
      },
    });
    expect((await world.as('DOCTOR').get(at())).body).toEqual(answer.body);
    const again = await put(
      hours({ validFrom: day(50), weekly: [stretch(7, '00:00', '12:00'), stretch(7, '12:00', '24:00')] }),
    );
    expect(again).toMatchObject({
      status: 200,
      body: { periods: [{}, { weekly: [{ end: '12:00' }, { end: '24:00' }] }] },
    });
  });

  it.each([
    ['overlapping stretches', [stretch(1, '08:00', '12:00'), stretch(1, '11:00', '13:00')], ['/weekly/1']],
    ['a night shift into the next week', [stretch(7, '22:00', '06:00'), stretch(1, '05:00', '08:00')], ['/weekly/1']],
    ['24 hours by an equal end', [stretch(1, '08:00', '08:00')], ['/weekly/0/end']],
    ['24 hours by midnights', [stretch(1, '00:00', '24:00')], ['/weekly/0/end']],
    ['a break outside', [stretch(1, '08:00', '12:00', [{ start: '11:30', end: '12:30' }])], ['/weekly/0/breaks/0']],
    [
      'overlapping breaks',
      [
        stretch(1, '22:00', '06:00', [
          { start: '23:45', end: '00:30' },
          { start: '00:15', end: '00:45' },
        ]),
      ],
      ['/weekly/0/breaks/1'],
    ],
    ['too many', Array.from({ length: 57 }, (_, index) => stretch(1 + (index % 7), '08:00', '09:00')), ['/weekly']],
    ['no weekday', [stretch(8, '08:00', '09:00')], ['/weekly/0/weekday']],
    ['no start', [stretch(1, '24:00', '09:00')], ['/weekly/0/start']],
    ['no end', [stretch(1, '08:00', '24:01')], ['/weekly/0/end']],
  ])('refuses %s', async (_name, weekly, expected) => {
    const answer = await put(hours({ weekly }));
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(pointers(answer.body)).toEqual(expected);
  });

  it('refuses an unknown zone, a past day, and an unknown field', async () => {
    const zone = await put(hours({ timeZone: 'Europe/Atlantis' }));
    expect(pointers(zone.body)).toEqual(['/timeZone']);
    const past = await put(hours({ validFrom: day(-1) }));
    expect(past).toMatchObject({ status: 422, body: { code: 'past_date', errors: [{ pointer: '/validFrom' }] } });
    expect(pointers((await put(hours({ until: day(2) }))).body)).toEqual(['/until']);
  });

  it('change zone only from today on, and keep what past hours meant', async () => {
    const { id } = doctor(1);
    const later = await put(hours({ timeZone: 'America/New_York', validFrom: day(5) }), id);
    expect(later).toMatchObject({ status: 422, body: { errors: [{ pointer: '/validFrom' }] } });
    await world.sql(
      `INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind)
       VALUES (gen_random_uuid(), $1, $2, $3, 'CLOSED'), (gen_random_uuid(), $1, $4, $4, 'CLOSED')`,
      [id, day(-9), day(-5), day(70)],
    );
    const answer = await put(hours({ timeZone: 'Africa/Cairo', validFrom: day(0) }), id);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        timeZone: 'Africa/Cairo',
        periods: [
          { validTo: day(0), timeZone: TEST_ZONE },
          { validFrom: day(0), timeZone: 'Africa/Cairo' },
        ],
        exceptions: [
          { from: day(-9), timeZone: TEST_ZONE },
          { from: day(70), timeZone: 'Africa/Cairo' },
        ],
      },
    });
    const added = await world.as('ADMIN').post(`${at(id)}/exceptions`, closure({ from: day(80), to: day(80) }));
    expect(added).toMatchObject({ status: 201, body: { exception: { timeZone: 'Africa/Cairo' } } });
    expect((await world.as('ADMIN').get(`/doctors/${id}`)).body).toMatchObject({ timeZone: 'Africa/Cairo' });
  });

  it('are changed once for one key', async () => {
    const key = randomUUID();
    const body = hours({ validFrom: day(55) });
    const ask = (change: object = {}) =>
      world.as('ADMIN').ask('PUT', `${at()}/weekly`, { body: { ...body, ...change }, key });
    const [first, second] = [await ask(), await ask()];
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(await ask({ validFrom: day(56) })).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
  });
});

describe('exceptions', () => {
  it('close and open time, and go again', async () => {
    const closed = await world.as('SECRETARY').post(`${at()}/exceptions`, closure());
    expect(closed).toMatchObject({
      status: 201,
      body: { exception: { from: day(40), to: day(41), kind: 'CLOSED', start: null, end: null }, leave: null },
    });
    const opened = await world
      .as('DOCTOR')
      .post(`${at()}/exceptions`, closure({ kind: 'OPEN', start: '20:00', end: '24:00', from: day(43), to: day(43) }));
    expect(opened).toMatchObject({ status: 201, body: { exception: { start: '20:00', end: '24:00' } } });
    const ids = [closed, opened].map(({ body }) => (body['exception'] as { id: string }).id);
    const shown = (await world.as('SECRETARY').get<{ exceptions: { id: string }[] }>(at())).body.exceptions;
    expect(shown.map(({ id }) => id)).toEqual(ids);
    for (const id of ids)
      expect((await world.as('SECRETARY').ask('DELETE', `${at()}/exceptions/${id}`)).status).toBe(204);
    expect((await world.as('SECRETARY').get(at())).body).toMatchObject({ exceptions: [] });
  });

  it.each([
    ['days in the wrong order', { to: day(39) }, ['/to']],
    ['too many days', { to: day(40 + 366) }, ['/to']],
    ['opening without hours', { kind: 'OPEN' }, ['/start', '/end']],
    ['half of the hours', { start: '10:00' }, ['/end']],
    ['24 hours', { start: '10:00', end: '10:00' }, ['/end']],
    ['no reason', { reason: ' ' }, ['/reason']],
    ['no date', { from: '2027-02-30' }, ['/from']],
    ['a choice named twice', { onConflict: [choice('KEEP', 1), choice('KEEP', 1)] }, ['/onConflict/1/sessionId']],
    [
      'a time without a move',
      { onConflict: [{ ...choice('KEEP', 1), startsAt: '2027-03-01T09:00:00Z' }] },
      ['/onConflict/0/startsAt'],
    ],
    ['a stranger’s session', { onConflict: [choice('CANCEL', 2)] }, ['/onConflict/0/sessionId']],
  ])('are refused with %s', async (_name, change, expected) => {
    const answer = await world.as('SECRETARY').post(`${at()}/exceptions`, closure(change));
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(pointers(answer.body)).toEqual(expected);
  });

  it('do not touch the past: past ones stay, running ones are cut at today', async () => {
    const past = await world.as('DOCTOR').post(`${at()}/exceptions`, closure({ from: day(-1) }));
    expect(past).toMatchObject({ status: 422, body: { code: 'past_date', errors: [{ pointer: '/from' }] } });
    const [over, running] = [randomUUID(), randomUUID()];
    await world.sql(
      `INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind)
       VALUES ($1, $3, $4, $5, 'CLOSED'), ($2, $3, $4, $6, 'CLOSED')`,
      [over, running, doctor().id, day(-9), day(-1), day(9)],
    );
    const remove = (id: string) => world.as('DOCTOR').ask('DELETE', `${at()}/exceptions/${id}`);
    expect(await remove(over)).toMatchObject({ status: 422, body: { code: 'past_date' } });
    expect((await remove(running)).status).toBe(204);
    const { body } = await world.as('DOCTOR').get<{ exceptions: { id: string; to: string }[] }>(at());
    expect(body.exceptions.find(({ id }) => id === running)).toMatchObject({ from: day(-9), to: day(-1) });
    await world.sql('DELETE FROM availability_exceptions');
  });

  it('are at most 500 ahead', async () => {
    await world.sql(
      `INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind)
       SELECT gen_random_uuid(), $1, $2, $2, 'CLOSED' FROM generate_series(1, 500)`,
      [doctor().id, day(200)],
    );
    const answer = await world.as('ADMIN').post(`${at()}/exceptions`, closure());
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/from' }] } });
    await world.sql('DELETE FROM availability_exceptions');
  });
});

function choice(action: string, n: number): object {
  return { sessionId: `00000000-0000-4000-8000-00000000000${n}`, action };
}

describe('who may', () => {
  it('see: secretaries, admins and the doctor alone', async () => {
    for (const role of ['SECRETARY', 'ADMIN', 'DOCTOR'] as const)
      expect((await world.as(role).get(at())).status).toBe(200);
    const refused = { status: 403, body: { code: 'forbidden' } };
    expect(await world.as('PATIENT').get(at())).toMatchObject(refused);
    expect(await world.as('DOCTOR').get(at(doctor(1).id))).toMatchObject(refused);
    expect(await world.as('DOCTOR').get(at(randomUUID()))).toMatchObject(refused);
    expect((await world.as('SECRETARY').get(at(randomUUID()))).status).toBe(404);
    expect((await world.nobody.get(at())).status).toBe(401);
  });

  it('set weekly hours: admins and the doctor', async () => {
    const ask = async (role: 'SECRETARY' | 'DOCTOR' | 'PATIENT' | 'ADMIN', id: string) =>
      (await world.as(role).ask('PUT', `${at(id)}/weekly`, { body: hours({ validFrom: day(300) }) })).status;
    expect(await ask('DOCTOR', doctor().id)).toBe(200);
    expect(await ask('DOCTOR', doctor(1).id)).toBe(403);
    expect(await ask('SECRETARY', doctor().id)).toBe(403);
    expect(await ask('PATIENT', doctor().id)).toBe(403);
    expect(await ask('ADMIN', randomUUID())).toBe(404);
  });

  it('remove exceptions: not foreign or absent ones', async () => {
    const made = await world.as('ADMIN').post(`${at(doctor(1).id)}/exceptions`, closure());
    const { id } = made.body['exception'] as { id: string };
    const remove = async (role: 'SECRETARY' | 'DOCTOR', doctorId: string, exceptionId: string) =>
      (await world.as(role).ask('DELETE', `${at(doctorId)}/exceptions/${exceptionId}`)).status;
    expect(await remove('DOCTOR', doctor().id, id)).toBe(403);
    expect(await remove('DOCTOR', doctor().id, randomUUID())).toBe(403);
    expect(await remove('SECRETARY', doctor().id, id)).toBe(404);
    expect(await remove('SECRETARY', doctor(1).id, id)).toBe(204);
    expect((await world.as('DOCTOR').get(`/leaves/${randomUUID()}`)).status).toBe(403);
    expect((await world.as('SECRETARY').get(`/leaves/${randomUUID()}`)).status).toBe(404);
  });
});
