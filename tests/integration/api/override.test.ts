import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from './caller.js';
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

const doctor = () => world.clinic.doctors[0];
const stranger = () => world.clinic.patients[1];
const override = (accept: string[], change: object = {}) => ({
  override: { confirm: true, reason: 'an emergency', accept, ...change },
});
const book = (startsAt: string, change: object = {}, role: 'ADMIN' | 'SECRETARY' = 'ADMIN'): Promise<Answer> =>
  world.as(role).post('/sessions', { doctorId: doctor().id, patientId: stranger().id, startsAt, ...change });
const rulesOf = ({ body }: Answer): string[] => (body['reasons'] as { rule: string }[]).map(({ rule }) => rule);

describe('an admin who books past the rules', () => {
  it('is asked to confirm exactly what is violated, and then may', async () => {
    const { startsAt } = await life.booked();
    const asked = await book(startsAt, override([]));
    expect(asked).toMatchObject({ status: 409, body: { code: 'confirmation_required', conflicts: ['doctor'] } });
    expect(rulesOf(asked)).toEqual(['doctor_busy']);
    expect(asked.body['detail']).toMatch(/The doctor has another session then\./);
    expect((await book(startsAt, override(['room', 'lead_time']))).body['code']).toBe('confirmation_required');
    const done = await book(startsAt, override(['doctor_busy']));
    expect(done).toMatchObject({ status: 201, body: { status: 'PENDING', startsAt, overbooked: true } });
    const rows = await world.sql("SELECT reason FROM audit_entries WHERE action = 'override' AND entity_id = $1", [
      String(done.body['id']),
    ]);
    expect(rows).toHaveLength(1);
  });

  it('may name the resource instead of the rule', async () => {
    const { startsAt } = await life.booked();
    expect((await book(startsAt, override(['doctor']))).body).toMatchObject({ overbooked: true });
  });

  it('has nothing accepted without confirm, whatever is named', async () => {
    const { startsAt } = await life.booked();
    const answer = await book(startsAt, override(['doctor'], { confirm: false }));
    expect(answer).toMatchObject({ status: 409, body: { code: 'confirmation_required', conflicts: ['doctor'] } });
  });

  it('is asked about rules of time too', async () => {
    const night = '2020-03-01T03:07:00Z';
    const asked = await book(night, override(['lead_time']));
    expect(asked).toMatchObject({ status: 409, body: { code: 'confirmation_required' } });
    expect(rulesOf(asked)).toEqual(expect.arrayContaining(['outside_hours', 'lead_time', 'off_step']));
    const evening = new Date(`${(await life.freshStart()).slice(0, 10)}T20:00:00Z`).toISOString();
    const done = await book(evening, override(['outside_hours']));
    expect(done).toMatchObject({ status: 201, body: { startsAt: evening, overbooked: false } });
  });

  it('books as everybody does where nothing is violated', async () => {
    const done = await book(await life.freshStart(), override(['doctor', 'room', 'patient']));
    expect(done).toMatchObject({ status: 201, body: { overbooked: false } });
  });

  it('without an override is refused as everybody is', async () => {
    const { startsAt } = await life.booked();
    expect((await book(startsAt)).body).toMatchObject({ code: 'slot_taken', conflicts: ['doctor'] });
  });

  it('leaves others no way onto an overbooked time', async () => {
    const { id, startsAt } = await life.booked();
    expect((await book(startsAt, override(['doctor']))).status).toBe(201);
    await world.as('SECRETARY').post(`/sessions/${id}/cancel`);
    expect(await life.isFree(startsAt)).toBe(false);
    expect((await book(startsAt, {}, 'SECRETARY')).body['code']).toBe('slot_taken');
  });
});

describe('an override', () => {
  it('is an admin’s only', async () => {
    const startsAt = await life.freshStart();
    expect((await book(startsAt, override([]), 'SECRETARY')).status).toBe(403);
    const { id } = await life.approved();
    for (const role of ['SECRETARY', 'DOCTOR', 'PATIENT'] as const) {
      const answer = await world.as(role).post(`/sessions/${id}/move`, { startsAt, ...override([]) });
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
  });

  it.each([
    ['no reason', { reason: undefined }, '/override/reason'],
    ['a blank reason', { reason: '  ' }, '/override/reason'],
    ['no confirm', { confirm: undefined }, '/override/confirm'],
    ['an unknown rule', { accept: ['weather'] }, '/override/accept/0'],
    ['an unknown field', { force: true }, '/override/force'],
  ])('with %s is faulty', async (_what, change, pointer) => {
    const answer = await book(await life.freshStart(), override([], change));
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer }] } });
  });

  it('moves at once, onto another session', async () => {
    const [{ id }, { startsAt }] = [await life.approved(), await life.booked({ patientId: stranger().id })];
    const ask = (accept: string[]) => world.as('ADMIN').post(`/sessions/${id}/move`, { startsAt, ...override(accept) });
    expect(await ask([])).toMatchObject({
      status: 409,
      body: { code: 'confirmation_required', conflicts: ['doctor'] },
    });
    expect(await ask(['doctor'])).toMatchObject({
      status: 200,
      body: { status: 'APPROVED', startsAt, move: null, overbooked: true },
    });
  });
});
