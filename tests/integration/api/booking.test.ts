import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const doctor = () => world.clinic.doctors[0];
const other = () => world.clinic.doctors[1];
const patient = (index = 0) => world.clinic.patients[index as 0];

async function wish(change: object = {}): Promise<Record<string, unknown>> {
  const startsAt = await world.freshStart(doctor().id);
  return { doctorId: doctor().id, patientId: patient().id, startsAt, ...change };
}

const sessionCount = async (): Promise<number> =>
  Number((await world.sql<{ count: string }>('SELECT count(*) FROM sessions'))[0]?.count);

describe('booking', () => {
  it.each(['SECRETARY', 'ADMIN', 'PATIENT'] as const)('is done by a %s', async (role) => {
    const body = await wish({ visitReason: 'Knee', durationMinutes: 45 });
    const answer = await world.as(role).post('/sessions', body);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        status: 'PENDING',
        attendance: 'UNKNOWN',
        version: 1,
        doctor: { id: doctor().id },
        patient: { id: patient().id },
        startsAt: body['startsAt'],
        telehealthUrl: null,
        createdBy: { role },
      },
    });
    const { startsAt, endsAt } = answer.body as { startsAt: string; endsAt: string };
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(45 * 60_000);
  });

  it('is done by a doctor for own patients only, with themselves only', async () => {
    const known = await world.as('DOCTOR').post('/sessions', await wish());
    expect(known.status).toBe(201);
    for (const change of [{ patientId: patient(2).id }, { patientId: crypto.randomUUID() }, { doctorId: other().id }]) {
      const answer = await world.as('DOCTOR').post('/sessions', await wish(change));
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
  });

  it('takes any offset and telehealth', async () => {
    const body = await wish({ telehealth: true });
    const local = new Date(Date.parse(String(body['startsAt'])) + 7_200_000).toISOString().replace('Z', '+02:00');
    const answer = await world.as('SECRETARY').post('/sessions', { ...body, startsAt: local });
    expect(answer).toMatchObject({ status: 201, body: { startsAt: body['startsAt'], room: null, telehealth: true } });
  });

  it('takes ids in upper case for the same ids', async () => {
    const body = await wish({ roomId: world.clinic.rooms[0].id });
    const ids = ['doctorId', 'patientId', 'roomId'].map((field) => [field, String(body[field]).toUpperCase()]);
    const upper = { ...body, ...(Object.fromEntries(ids) as Record<string, string>) };
    const made = await world.as('SECRETARY').post('/sessions', upper, 'upper-case');
    expect(made).toMatchObject({ status: 201, body: { room: { id: world.clinic.rooms[0].id } } });
    const again = await world.as('SECRETARY').post('/sessions', body, 'upper-case');
    expect(again.body).toEqual(made.body);
    const id = String(made.body['id']);
    const decided = await world.as('DOCTOR').post(`/sessions/${id.toUpperCase()}/approve`);
    expect(decided).toMatchObject({ status: 200, body: { id, status: 'APPROVED' } });
    expect(world.sessions.addressed).not.toContain(id.toUpperCase());
  });

  it('is refused to a patient where the policy says so', async () => {
    await world.sql('UPDATE policy SET patient_self_booking = false');
    expect((await world.as('PATIENT').post('/sessions', await wish())).status).toBe(403);
    await world.sql('UPDATE policy SET patient_self_booking = true');
  });

  it('names an unknown id by its pointer, and answers a patient 403', async () => {
    const id = crypto.randomUUID();
    for (const field of ['doctorId', 'patientId', 'roomId']) {
      const answer = await world.as('SECRETARY').post('/sessions', await wish({ [field]: id }));
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'validation_failed', errors: [{ pointer: `/${field}` }] },
      });
    }
    for (const patientId of [id, patient(1).id]) {
      expect((await world.as('PATIENT').post('/sessions', await wish({ patientId }))).status).toBe(403);
    }
  });

  it('names every rule that blocks, and writes nothing', async () => {
    const before = await sessionCount();
    const past = await world.as('SECRETARY').post('/sessions', await wish({ startsAt: '2020-03-01T03:07:00Z' }));
    expect(past).toMatchObject({ status: 422, body: { code: 'slot_not_bookable' } });
    const rules = (past.body['reasons'] as { rule: string }[]).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['lead_time', 'off_step', 'outside_hours']));
    expect((past.body['alternatives'] as unknown[]).length).toBe(3);
    expect(await sessionCount()).toBe(before);
  });

  it.each([
    ['no body', undefined],
    ['a room and telehealth', { telehealth: true, roomId: crypto.randomUUID() }],
    ['a duration of a day', { durationMinutes: 1_440 }],
    ['half a minute', { durationMinutes: 7.5 }],
    ['a local time', { startsAt: '2027-03-01T09:00:00' }],
    ['the year 0', { startsAt: '0000-03-01T09:00:00Z' }],
    ['an override', { override: { confirm: true } }],
    ['2,001 characters', { note: 'x'.repeat(2_001) }],
    ['NUL', { visitReason: 'a\0b' }],
  ])('refuses %s', async (_name, change) => {
    const body = change && (await wish(change));
    const answer = await world.as('ADMIN').post('/sessions', body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  });

  it('is a 503 while nobody can book, and nothing is left', async () => {
    const before = await sessionCount();
    const body = await wish();
    world.sessions.paused = true;
    const down = await world.as('SECRETARY').post('/sessions', body, 'after-the-outage');
    world.sessions.resumeWork();
    expect(down).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    expect(down.headers.get('retry-after')).not.toBeNull();
    expect(await sessionCount()).toBe(before);
    expect((await world.as('SECRETARY').post('/sessions', body, 'after-the-outage')).status).toBe(201);
  });
});

describe('one slot', () => {
  it('goes to one of fifty who want it at once', async () => {
    const startsAt = await world.freshStart(doctor().id);
    const body = { doctorId: doctor().id, patientId: patient(1).id, startsAt };
    // A busy machine may tell some to ask again; with the same key that is safe.
    const ask = async (key: string): Promise<Answer> => {
      const answer = await world.as('SECRETARY').post('/sessions', body, key);
      return answer.status === 503 ? ask(key) : answer;
    };
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(crypto.randomUUID())));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
    for (const loser of answers.filter(({ status }) => status === 409)) {
      expect(loser.body['code']).toBe('slot_taken');
      expect((loser.body['conflicts'] as unknown[]).length).toBeGreaterThan(0);
      expect((loser.body['alternatives'] as unknown[]).length).toBe(3);
    }
    const rows = await world.sql('SELECT id FROM sessions WHERE starts_at = $1 AND doctor_id = $2', [
      startsAt,
      doctor().id,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('can be asked for again at once with a new key after a refusal', async () => {
    const body = await wish();
    const first = await world.as('SECRETARY').post('/sessions', body);
    const refused = await world.as('SECRETARY').post('/sessions', body, 'second-try');
    expect(refused).toMatchObject({ status: 409, body: { code: 'slot_taken' } });
    await world.as('SECRETARY').post(`/sessions/${String(first.body['id'])}/cancel`, { reason: 'mistake' });
    const remembered = await world.as('SECRETARY').post('/sessions', body, 'second-try');
    expect(remembered).toMatchObject({
      status: 409,
      body: { code: 'slot_taken', alternatives: refused.body['alternatives'] },
    });
    expect((await world.as('SECRETARY').post('/sessions', body, 'third-try')).status).toBe(201);
  });
});

describe('an idempotency key', () => {
  it('sent ten times at once makes one session and ten equal answers', async () => {
    const body = await wish();
    const before = await sessionCount();
    const ask = () => world.as('SECRETARY').post('/sessions', body, 'ten-times');
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await sessionCount()).toBe(before + 1);
    await world.as('DOCTOR').post(`/sessions/${String(answers[0]?.body['id'])}/approve`);
    expect((await ask()).body).toEqual(answers[0]?.body);
  });

  it('with another body is a conflict', async () => {
    const body = await wish();
    await world.as('SECRETARY').post('/sessions', body, 'two-bodies');
    const answer = await world.as('SECRETARY').post('/sessions', { ...body, note: 'x' }, 'two-bodies');
    expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
    const room = await world.as('ADMIN').post('/rooms', { name: 'Key room' }, 'two-uses');
    expect(room.status).toBe(201);
    expect((await world.as('ADMIN').post('/sessions', await wish(), 'two-uses')).body['code']).toBe(
      'idempotency_conflict',
    );
  });

  it('is not spoilt by a faulty request while its own has no answer yet', async () => {
    const body = await wish();
    world.sessions.paused = true;
    expect((await world.as('SECRETARY').post('/sessions', body, 'in-flight')).status).toBe(503);
    world.sessions.resumeWork();
    const faulty = { ...body, doctorId: crypto.randomUUID() };
    const mistyped = await world.as('SECRETARY').post('/sessions', faulty, 'in-flight');
    expect(mistyped).toMatchObject({ status: 422, body: { errors: [{ pointer: '/doctorId' }] } });
    expect((await world.as('SECRETARY').post('/sessions', body, 'in-flight')).status).toBe(201);
  });

  it('belongs to its caller', async () => {
    expect((await world.as('SECRETARY').post('/sessions', await wish(), 'shared-key')).status).toBe(201);
    expect((await world.as('ADMIN').post('/sessions', await wish(), 'shared-key')).status).toBe(201);
  });

  it('counts only after authorisation and validation', async () => {
    await world.as('SECRETARY').post('/sessions', await wish({ durationMinutes: 1 }), 'late-key');
    await world.as('SECRETARY').post('/sessions', await wish({ patientId: crypto.randomUUID() }), 'late-key');
    expect((await world.as('SECRETARY').post('/sessions', await wish(), 'late-key')).status).toBe(201);
  });

  it('has a form', async () => {
    for (const key of ['x'.repeat(201), 'with blank']) {
      expect((await world.as('SECRETARY').post('/sessions', await wish(), key)).body['code']).toBe('malformed_request');
    }
  });
});
