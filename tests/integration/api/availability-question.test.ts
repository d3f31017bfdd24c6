import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tx } from '../../../prisma/actor.js';
import { MAX_CHOICES } from '../../../domain/availability/editing/index.js';
import { TEST_ZONE } from '../../support/clinic.js';
import { affectedIds, closure, day, openHoursDesk, remedy, type HoursDesk } from './availability-desk.js';
import type { World } from './world.js';

let desk: HoursDesk;
let world: World;
beforeAll(async () => {
  desk = await openHoursDesk();
  world = desk.world;
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** Does `meanwhile` once, when the next question begins to look for alternatives. */
async function whileAsking<T>(meanwhile: () => Promise<unknown>, ask: () => Promise<T>): Promise<T> {
  const { context } = world.api;
  const { db } = context;
  let todo: typeof meanwhile | null = meanwhile;
  const watched = (tx: Tx): Tx =>
    new Proxy(tx, {
      get(target, key) {
        if (key !== '$queryRawUnsafe') return Reflect.get(target, key) as unknown;
        return async (sql: string, ...values: unknown[]) => {
          const first = sql.includes('load_scheduling(') ? todo : null;
          if (first) todo = null;
          await first?.();
          return target.$queryRawUnsafe(sql, ...values);
        };
      },
    });
  context.db = { ...db, withActor: (actor, fn) => db.withActor(actor, (tx) => fn(watched(tx))) };
  try {
    return await ask();
  } finally {
    context.db = db;
    expect(todo).toBeNull();
  }
}

const book = (startsAt: string | undefined) => {
  const patientId = world.clinic.patients[1].id;
  return world.as('SECRETARY').post('/sessions', { doctorId: desk.doctorId, patientId, startsAt });
};

/** Does `meanwhile` once, when the next change has given way to its question. */
async function beforeAsking<T>(meanwhile: () => Promise<unknown>, ask: () => Promise<T>): Promise<T> {
  const { context } = world.api;
  const { db } = context;
  context.db = {
    ...db,
    async withActor(actor, fn) {
      try {
        return await db.withActor(actor, fn);
      } catch (error) {
        context.db = db;
        await meanwhile();
        throw error;
      }
    },
  };
  const answer = await ask();
  expect(context.db).toBe(db);
  return answer;
}

describe('while the question about sessions is put together', () => {
  it('the doctor is booked, and the next question has that session too', async () => {
    const ids = await desk.bookOn(10, 9, 10, 11);
    const [free] = await desk.startsOn(day(10), day(11));
    let booked = { status: 0, body: {} } as Awaited<ReturnType<typeof book>>;
    const asked = await whileAsking(
      async () => {
        booked = await book(free);
      },
      () => world.as('DOCTOR').post(desk.exceptions, closure(10)),
    );
    expect(booked.status).toBe(201);
    expect(asked).toMatchObject({ status: 409, body: { code: 'confirmation_required' } });
    expect(affectedIds(asked.body)).toEqual(ids);
    const again = await world.as('DOCTOR').post(desk.exceptions, closure(10, { onConflict: remedy('KEEP', ...ids) }));
    expect(affectedIds(again.body).sort()).toEqual([...ids, String(booked.body['id'])].sort());
  });

  it('what ends is not asked about', async () => {
    const [first = '', second = ''] = await desk.bookOn(12, 9, 10);
    const end = () => world.as('SECRETARY').post(`/sessions/${second}/cancel`);
    const asked = await beforeAsking(end, () => world.as('DOCTOR').post(desk.exceptions, closure(12)));
    expect(asked.status).toBe(409);
    expect(affectedIds(asked.body)).toEqual([first]);
  });

  it('the same key gets the same question', async () => {
    const [id = ''] = await desk.bookOn(14, 9);
    const key = randomUUID();
    const ask = () => world.as('DOCTOR').post(desk.exceptions, closure(14), key);
    const first = await ask();
    await desk.bookOn(14, 10);
    expect(affectedIds(first.body)).toEqual([id]);
    expect((await ask()).body).toMatchObject({ code: 'confirmation_required', affected: first.body['affected'] });
    const fresh = randomUUID();
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.as('DOCTOR').post(desk.exceptions, closure(14), fresh)),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body['affected']))).size).toBe(1);
  });
});

describe('more sessions than a body can name', () => {
  beforeAll(async () => {
    const patientId = world.clinic.patients[1].id;
    await world.sql(
      `INSERT INTO sessions (id, code, doctor_id, patient_id, telehealth, status, starts_at, ends_at, decision_due_at,
                             body_hash, created_channel)
       SELECT gen_random_uuid(), 'M' || n, $1, $2, true, 'APPROVED', t, t + interval '5 minutes', t, 'test', 'API'
         FROM generate_series(1, $3::integer) n,
              LATERAL (SELECT ($4::date + 40 + n / 200) + interval '9 hours' + make_interval(mins => n % 200) AS t) x`,
      [desk.doctorId, patientId, MAX_CHOICES + 1, day(0)],
    );
  });

  const refused = { status: 422, body: { code: 'validation_failed' } };
  const words = (body: Record<string, unknown>) => (body['errors'] as { pointer: string; message: string }[])[0];

  it('is refused with the limit and the way round it, before anything is asked', async () => {
    const long = await world.as('DOCTOR').post(desk.exceptions, closure(40, { to: day(50) }));
    expect(long).toMatchObject(refused);
    expect(words(long.body)).toMatchObject({ pointer: '/to' });
    expect(words(long.body)?.message).toMatch(/1001 .*1000.*split the closure into shorter ones/);
    const short = await world.as('DOCTOR').post(desk.exceptions, closure(40, { to: day(42) }));
    expect(short.status).toBe(409);
  });

  it('by new weekly hours, too: those of a later day first', async () => {
    const put = (validFrom: string) =>
      world.as('DOCTOR').ask('PUT', `/doctors/${desk.doctorId}/availability/weekly`, {
        body: { timeZone: TEST_ZONE, validFrom, weekly: [] },
      });
    const all = await put(day(39));
    expect(all).toMatchObject(refused);
    expect(words(all.body)).toMatchObject({ pointer: '/validFrom' });
    expect(words(all.body)?.message).toMatch(/1000.*later day first/);
    const part = await put(day(44));
    expect(part.status).toBe(409);
  });
});
