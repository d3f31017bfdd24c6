import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLife, type Life } from './life.js';
import { openWorld, type World } from './world.js';

let world: World;
let life: Life;
beforeAll(async () => {
  world = await openWorld();
  life = createLife(world);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const move = (role: 'PATIENT' | 'SECRETARY' | 'DOCTOR' | 'ADMIN', id: string, body: object, key?: string) =>
  world.as(role).post(`/sessions/${id}/move`, body, key);

describe('moving a request', () => {
  it.each(['PATIENT', 'SECRETARY'] as const)('happens at once where a %s asks', async (role) => {
    const { id, startsAt: before } = await life.booked();
    const startsAt = await life.freshStart();
    const answer = await move(role, id, { startsAt, reason: 'school run' });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'PENDING', startsAt, version: 2, move: null, attendance: 'UNKNOWN' },
    });
    expect(Date.parse(String(answer.body['endsAt'])) - Date.parse(startsAt)).toBe(30 * 60_000);
    expect(await life.isFree(before)).toBe(true);
    expect(await life.isFree(startsAt)).toBe(false);
    const { items } = (await world.as('SECRETARY').get<{ items: object[] }>(`/sessions/${id}/history`)).body;
    expect(items[1]).toMatchObject({ kind: 'MOVED', details: { startsAt, previousStartsAt: before } });
  });

  it('is a suggestion where the doctor asks, and taking it approves the request', async () => {
    const { id, startsAt: before } = await life.booked();
    const startsAt = await life.freshStart();
    const suggested = await move('DOCTOR', id, { startsAt });
    expect(suggested).toMatchObject({
      status: 200,
      body: {
        status: 'PENDING',
        startsAt: before,
        move: { status: 'PROPOSED', awaiting: 'PATIENT', startsAt, proposedBy: { role: 'DOCTOR' } },
      },
    });
    const seen = (await world.as('PATIENT').get(`/sessions/${id}`)).body;
    expect(seen['allowedActions']).toEqual(['cancel', 'move/approve', 'move/reject']);
    const taken = await world.as('PATIENT').post(`/sessions/${id}/move/approve`);
    expect(taken).toMatchObject({ status: 200, body: { status: 'APPROVED', startsAt, move: null } });
  });
});

describe('moving an approved session', () => {
  it('awaits the doctor where the patient asks; both times are held until then', async () => {
    const { id, startsAt: before } = await life.approved();
    const startsAt = await life.freshStart();
    const asked = await move('PATIENT', id, { startsAt });
    expect(asked).toMatchObject({
      status: 200,
      body: {
        status: 'APPROVED',
        startsAt: before,
        move: { awaiting: 'DOCTOR', startsAt, endsAt: expect.any(String) },
      },
    });
    expect([await life.isFree(before), await life.isFree(startsAt)]).toEqual([false, false]);
    const second = await move('SECRETARY', id, { startsAt: await life.freshStart() });
    expect(second).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect(second.body['detail']).toMatch(/proposed already/);
    expect((await world.as('SECRETARY').post(`/sessions/${id}/move/approve`)).status).toBe(403);
    const done = await world.as('DOCTOR').post(`/sessions/${id}/move/approve`, { version: asked.body['version'] });
    expect(done).toMatchObject({ status: 200, body: { status: 'APPROVED', startsAt, move: null } });
    expect([await life.isFree(before), await life.isFree(startsAt)]).toEqual([true, false]);
    const again = await world.as('DOCTOR').post(`/sessions/${id}/move/approve`);
    expect(again).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect(again.body['detail']).toMatch(/no other time is proposed/i);
  });

  it('keeps the old time where the doctor says no, with a reason', async () => {
    const { id, startsAt: before } = await life.approved();
    const startsAt = await life.freshStart();
    await move('SECRETARY', id, { startsAt });
    for (const body of [{}, { reason: ' ' }]) {
      const silent = await world.as('DOCTOR').post(`/sessions/${id}/move/reject`, body);
      expect(silent).toMatchObject({
        status: 422,
        body: { code: 'reason_required', errors: [{ pointer: '/reason' }] },
      });
    }
    const no = await world.as('DOCTOR').post(`/sessions/${id}/move/reject`, { reason: 'theatre' });
    expect(no).toMatchObject({ status: 200, body: { status: 'APPROVED', startsAt: before, move: null } });
    expect(await life.isFree(startsAt)).toBe(true);
  });

  it('is taken back by whoever asked, or at the desk', async () => {
    const { id, startsAt: before } = await life.approved();
    await move('DOCTOR', id, { startsAt: await life.freshStart() });
    expect((await world.as('PATIENT').post(`/sessions/${id}/move/withdraw`)).status).toBe(403);
    const back = await world.as('DOCTOR').post(`/sessions/${id}/move/withdraw`);
    expect(back).toMatchObject({ status: 200, body: { startsAt: before, move: null } });
    await move('PATIENT', id, { startsAt: await life.freshStart() });
    expect((await world.as('SECRETARY').post(`/sessions/${id}/move/withdraw`)).status).toBe(200);
  });

  it('needs no reason from a patient who would rather keep the time', async () => {
    const { id, startsAt: before } = await life.approved();
    await move('ADMIN', id, { startsAt: await life.freshStart() });
    const kept = await world.as('PATIENT').post(`/sessions/${id}/move/reject`);
    expect(kept).toMatchObject({ status: 200, body: { startsAt: before, move: null } });
  });

  it('may be by a few minutes: a session does not stand in its own way', async () => {
    const { id, startsAt } = await life.booked();
    const later = new Date(Date.parse(startsAt) + 15 * 60_000).toISOString();
    expect(await move('PATIENT', id, { startsAt: later })).toMatchObject({ status: 200, body: { startsAt: later } });
  });
});

describe('another doctor', () => {
  const other = () => world.clinic.doctors[1];

  it('is a matter for the desk, and is asked before the session is theirs', async () => {
    const { id } = await life.approved();
    const wanted = { startsAt: await world.freshStart(other().id), doctorId: other().id };
    for (const role of ['PATIENT', 'DOCTOR'] as const) {
      expect(await move(role, id, wanted)).toMatchObject({
        status: 422,
        body: { code: 'validation_failed', errors: [{ pointer: '/doctorId' }] },
      });
    }
    const asked = await move('SECRETARY', id, wanted);
    expect(asked).toMatchObject({ status: 200, body: { move: { awaiting: 'DOCTOR', doctor: { id: other().id } } } });
    expect((await world.as('DOCTOR').post(`/sessions/${id}/move/approve`)).status).toBe(403);
    const colleague = await world.signIn(other().email);
    expect((await colleague.get(`/sessions/${id}`)).body['allowedActions']).toEqual(['move/approve', 'move/reject']);
    const taken = await colleague.post(`/sessions/${id}/move/approve`);
    expect(taken).toMatchObject({ status: 200, body: { doctor: { id: other().id } } });
  });
});

describe('a move is refused', () => {
  it('to a time that is taken, with the nearest free ones', async () => {
    const [{ id }, { startsAt }] = [await life.booked(), await life.booked({ patientId: world.clinic.patients[1].id })];
    const answer = await move('SECRETARY', id, { startsAt });
    expect(answer).toMatchObject({ status: 409, body: { code: 'slot_taken', conflicts: ['doctor'] } });
    expect(answer.body['alternatives']).toHaveLength(3);
  });

  it('to a time that breaks rules, which are named', async () => {
    const { id } = await life.booked();
    const answer = await move('PATIENT', id, { startsAt: '2020-03-01T03:07:00Z' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'slot_not_bookable' } });
    const rules = (answer.body['reasons'] as { rule: string }[]).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['lead_time', 'off_step', 'outside_hours']));
  });

  it('naming the field', async () => {
    const { id, startsAt } = await life.booked();
    const faulty: [object, string][] = [
      [{ startsAt }, '/startsAt'],
      [{}, '/startsAt'],
      [{ startsAt: await life.freshStart(), doctorId: randomUUID() }, '/doctorId'],
      [{ startsAt: await life.freshStart(), roomId: randomUUID() }, '/roomId'],
      [{ startsAt: await life.freshStart(), durationMinutes: 5 }, '/durationMinutes'],
    ];
    for (const [body, pointer] of faulty) {
      expect(await move('SECRETARY', id, body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    }
    const far = await life.booked({ telehealth: true });
    const roomId = world.clinic.rooms[0].id;
    expect(await move('SECRETARY', far.id, { startsAt: await life.freshStart(), roomId })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/roomId' }] },
    });
  });

  it('to a patient after the cut-off, in words that help', async () => {
    const { id } = await life.booked();
    await world.sql('UPDATE policy SET patient_move_cutoff_minutes = 100000');
    const startsAt = await life.freshStart();
    const late = await move('PATIENT', id, { startsAt });
    const offered = (await world.as('PATIENT').get(`/sessions/${id}`)).body['allowedActions'];
    const byDesk = await move('SECRETARY', id, { startsAt });
    await world.sql('UPDATE policy SET patient_move_cutoff_minutes = 60');
    expect(late).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect(late.body['detail']).toBe('It is too late to move this session here. Please call the clinic.');
    expect(offered).not.toContain('move');
    expect(byDesk.status).toBe(200);
  });

  it('once the session has begun or ended', async () => {
    const begun = await life.begun();
    const answer = await move('SECRETARY', begun.id, { startsAt: await life.freshStart() });
    expect(answer).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect(answer.body['detail']).toMatch(/has begun/);
    const over = await life.booked();
    await world.as('SECRETARY').post(`/sessions/${over.id}/cancel`);
    expect((await move('SECRETARY', over.id, { startsAt: await life.freshStart() })).body).toMatchObject({
      code: 'invalid_transition',
      sessionStatus: 'CANCELLED',
    });
  });

  it('on an older version', async () => {
    const { id } = await life.approved();
    const answer = await move('SECRETARY', id, { startsAt: await life.freshStart(), version: 1 });
    expect(answer).toMatchObject({ status: 409, body: { code: 'stale_version' } });
  });
});

describe('one key', () => {
  it('moves once, and answers the same ten times at once and later', async () => {
    const { id } = await life.booked();
    const startsAt = await life.freshStart();
    const ask = () => move('PATIENT', id, { startsAt }, 'one-move');
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { startsAt, version: 2 } });
    await move('SECRETARY', id, { startsAt: await life.freshStart() });
    expect((await ask()).body).toEqual(answers[0]?.body);
    const another = await move('PATIENT', id, { startsAt: await life.freshStart() }, 'one-move');
    expect(another.body['code']).toBe('idempotency_conflict');
  });

  it('remembers a refusal', async () => {
    const [{ id }, taken] = [await life.booked(), await life.booked({ patientId: world.clinic.patients[1].id })];
    const ask = () => move('SECRETARY', id, { startsAt: taken.startsAt }, 'refused-move');
    const first = await ask();
    await world.as('SECRETARY').post(`/sessions/${taken.id}/cancel`);
    expect((await ask()).body).toMatchObject({ code: 'slot_taken', alternatives: first.body['alternatives'] });
  });
});

describe('an answer that was lost', () => {
  it('is given again from the decision, with all that was said', async () => {
    const [{ id }, taken] = [await life.booked(), await life.booked({ patientId: world.clinic.patients[1].id })];
    const ask = () => move('SECRETARY', id, { startsAt: taken.startsAt }, 'lost-answer');
    const { instance: _instance, ...first } = (await ask()).body;
    await world.sql(
      `UPDATE idempotency_keys SET state = 'IN_FLIGHT', response_status = NULL, response_body = NULL
        WHERE key = 'lost-answer'`,
    );
    expect((await ask()).body).toMatchObject(first);
    expect(first['alternatives']).toHaveLength(3);
  });
});

describe('while no worker runs', () => {
  it('a move is a 503, and a word on one is accepted', async () => {
    const { id } = await life.approved();
    await move('PATIENT', id, { startsAt: await life.freshStart() });
    world.sessions.paused = true;
    const down = await move('SECRETARY', id, { startsAt: await life.freshStart() });
    const accepted = await world.as('DOCTOR').post(`/sessions/${id}/move/approve`);
    world.sessions.resumeWork();
    await world.sessions.idle();
    expect(down).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    expect(accepted.status).toBe(202);
    const path = `/sessions/${id}/decisions/${String(accepted.body['decisionId'])}`;
    expect((await world.as('DOCTOR').get(path)).body).toMatchObject({ state: 'APPLIED', session: { move: null } });
  });
});

describe('free times for a move', () => {
  it('leave the session’s own holds out, and are as long as it is', async () => {
    const { id, startsAt } = await life.approved({ durationMinutes: 60 });
    const wanted = await life.freshStart();
    await move('PATIENT', id, { startsAt: wanted });
    for (const start of [startsAt, wanted]) {
      const explain = (query: string) => world.as('PATIENT').get(`/slots/explain?${life.about(start)}${query}`);
      expect((await explain(`&sessionId=${id}`)).body).toMatchObject({ bookable: true, reasons: [] });
      expect((await explain('')).body).toMatchObject({ bookable: false, reasons: [{ rule: 'doctor_busy' }] });
    }
    const day = startsAt.slice(0, 10);
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    const slots = `/slots?doctorId=${world.clinic.doctors[0].id}&from=${day}&to=${next}&limit=200&sessionId=${id}`;
    const { items } = (await world.as('PATIENT').get<{ items: { startsAt: string; endsAt: string }[] }>(slots)).body;
    expect(items.map((slot) => slot.startsAt)).toContain(startsAt);
    for (const slot of items) expect(Date.parse(slot.endsAt) - Date.parse(slot.startsAt)).toBe(3_600_000);
  });

  it('are exactly those that it can be moved to', async () => {
    // One after the other, most often on one day: some of what is tried is taken.
    const [{ id, startsAt }] = [await life.booked(), await life.booked()];
    const day = startsAt.slice(0, 10);
    const midnight = Date.parse(`${day}T00:00:00Z`);
    const next = new Date(midnight + 86_400_000).toISOString().slice(0, 10);
    const slots = `/slots?doctorId=${world.clinic.doctors[0].id}&from=${day}&to=${next}&limit=200&sessionId=${id}`;
    // From before the doctor begins to after the end.
    const tried = Array.from({ length: 26 }, (_, index) => midnight + 6 * 3_600_000 + index * 25 * 60_000);
    for (const wanted of tried.map((ms) => new Date(ms).toISOString())) {
      const { items } = (await world.as('PATIENT').get<{ items: { startsAt: string }[] }>(slots)).body;
      const isListed = items.some((slot) => slot.startsAt === wanted);
      const { body } = await world.as('PATIENT').get(`/slots/explain?${life.about(wanted)}&sessionId=${id}`);
      const { status } = await move('PATIENT', id, { startsAt: wanted });
      expect([wanted, body['bookable'], status === 200]).toEqual([wanted, isListed, isListed]);
    }
  });

  it('do not tell a patient what else the doctor has', async () => {
    const { id } = await life.booked();
    const { startsAt } = await life.booked({ patientId: world.clinic.patients[1].id });
    await world.sql('UPDATE policy SET buffer_before_minutes = 15, buffer_after_minutes = 15');
    const after = new Date(Date.parse(startsAt) + 30 * 60_000).toISOString();
    const rules = async (role: 'PATIENT' | 'SECRETARY') => {
      const { body } = await move(role, id, { startsAt: after });
      return (body['reasons'] as { rule: string }[]).map(({ rule }) => rule);
    };
    const seen = [await rules('PATIENT'), await rules('SECRETARY')];
    await world.sql('UPDATE policy SET buffer_before_minutes = 0, buffer_after_minutes = 0');
    expect(seen).toEqual([['doctor_busy'], ['buffer']]);
  });
});
