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

const say = (
  role: 'PATIENT' | 'SECRETARY' | 'DOCTOR' | 'ADMIN',
  id: string,
  what: string,
  body?: object,
  key?: string,
) => world.as(role).post(`/sessions/${id}/${what}`, body, key);
const change = (id: string, body: object, key?: string) => world.as('ADMIN').patch(`/sessions/${id}`, body, key);
const remove = (id: string, body: object | undefined, key?: string) =>
  world.as('ADMIN').ask('DELETE', `/sessions/${id}`, { body, ...(key === undefined ? {} : { key }) });
const kindsOf = async (id: string): Promise<string[]> =>
  (await world.as('ADMIN').get<{ items: { kind: string }[] }>(`/sessions/${id}/history`)).body.items.map(
    ({ kind }) => kind,
  );

describe('closing', () => {
  it.each(['DOCTOR', 'SECRETARY', 'ADMIN'] as const)(
    'is done by a %s from the start on, and corrected',
    async (role) => {
      const { id } = await life.begun();
      expect(await say(role, id, 'complete')).toMatchObject({ status: 200, body: { status: 'COMPLETED' } });
      expect(await say(role, id, 'complete')).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
      expect(await say(role, id, 'no-show')).toMatchObject({ status: 200, body: { status: 'NO_SHOW' } });
      expect(await kindsOf(id)).toEqual(['BOOKED', 'APPROVED', 'COMPLETED', 'NO_SHOW']);
    },
  );

  it('waits for the start', async () => {
    const { id } = await life.approved();
    const early = await say('DOCTOR', id, 'complete');
    expect(early).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect(early.body['detail']).toMatch(/not begun/);
  });

  it('is not for patients', async () => {
    const { id } = await life.begun();
    expect((await say('PATIENT', id, 'no-show')).status).toBe(403);
  });
});

describe('reopening', () => {
  it('brings a rejected request back to be decided, and a cancelled one back as it was', async () => {
    const rejected = await life.booked();
    await say('DOCTOR', rejected.id, 'reject', { reason: 'mistake' });
    const request = await say('ADMIN', rejected.id, 'reopen', { reason: 'the wrong one' });
    expect(request).toMatchObject({
      status: 200,
      body: { status: 'PENDING', startsAt: rejected.startsAt, reason: null },
    });
    expect(await say('DOCTOR', rejected.id, 'approve')).toMatchObject({ status: 200, body: { status: 'APPROVED' } });
    const cancelled = await life.approved();
    await say('SECRETARY', cancelled.id, 'cancel');
    const back = await say('ADMIN', cancelled.id, 'reopen', { reason: 'called again' });
    expect(back).toMatchObject({ status: 200, body: { status: 'APPROVED', startsAt: cancelled.startsAt } });
    expect(await life.isFree(cancelled.startsAt)).toBe(false);
  });

  it('takes the slot by the rules, or past them', async () => {
    const { id, startsAt } = await life.approved();
    await say('SECRETARY', id, 'cancel');
    await life.booked({ startsAt, patientId: world.clinic.patients[1].id });
    const asked = await say('ADMIN', id, 'reopen', { reason: 'called again' });
    expect(asked).toMatchObject({ status: 409, body: { code: 'confirmation_required', conflicts: ['doctor'] } });
    const override = { confirm: true, reason: 'both fit', accept: ['doctor'] };
    const done = await say('ADMIN', id, 'reopen', { reason: 'called again', override });
    expect(done).toMatchObject({ status: 200, body: { status: 'APPROVED', overbooked: true } });
  });

  it('has a reason, an admin, and something to reopen', async () => {
    const { id } = await life.approved();
    const going = await say('ADMIN', id, 'reopen', { reason: 'no' });
    expect(going).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect(going.body['detail']).toMatch(/not ended/);
    await say('SECRETARY', id, 'cancel');
    for (const body of [undefined, {}, { reason: ' ' }]) {
      expect(await say('ADMIN', id, 'reopen', body)).toMatchObject({ status: 422, body: { code: 'reason_required' } });
    }
    expect((await say('SECRETARY', id, 'reopen', { reason: 'please' })).status).toBe(403);
    const over = await life.begun();
    await say('DOCTOR', over.id, 'complete');
    await world.sql('UPDATE sessions SET ends_at = now() WHERE id = $1', [over.id]);
    const late = await say('ADMIN', over.id, 'reopen', { reason: 'no' });
    expect(late).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect(late.body['detail']).toMatch(/complete or no-show/);
  });
});

describe('changing', () => {
  it('takes effect at once: time, length, texts', async () => {
    const { id, startsAt: before } = await life.approved();
    const startsAt = await life.freshStart();
    const wanted = {
      startsAt,
      durationMinutes: 45,
      note: 'bring the scans',
      visitReason: null,
      reason: 'asked by phone',
    };
    const done = await change(id, wanted);
    expect(done).toMatchObject({
      status: 200,
      body: { status: 'APPROVED', startsAt, note: 'bring the scans', visitReason: null, move: null },
    });
    expect(Date.parse(String(done.body['endsAt'])) - Date.parse(startsAt)).toBe(45 * 60_000);
    expect([await life.isFree(before), await life.isFree(startsAt)]).toEqual([true, false]);
    const { items } = (await world.as('ADMIN').get<{ items: object[] }>(`/sessions/${id}/history`)).body;
    expect(items.at(-1)).toMatchObject({
      kind: 'AMENDED',
      reason: 'asked by phone',
      details: { startsAt, previousStartsAt: before },
    });
  });

  it('asks before it breaks a rule', async () => {
    const [{ id }, { startsAt }] = [
      await life.approved(),
      await life.booked({ patientId: world.clinic.patients[1].id }),
    ];
    const asked = await change(id, { startsAt, reason: 'squeeze in' });
    expect(asked).toMatchObject({ status: 409, body: { code: 'confirmation_required', conflicts: ['doctor'] } });
    const override = { confirm: true, reason: 'agreed', accept: ['doctor'] };
    const done = await change(id, { startsAt, reason: 'squeeze in', override });
    expect(done).toMatchObject({ status: 200, body: { startsAt, overbooked: true } });
  });

  it('sets any sensible status', async () => {
    const { id } = await life.booked();
    expect((await change(id, { status: 'APPROVED', reason: 'by phone' })).body).toMatchObject({ status: 'APPROVED' });
    expect((await change(id, { status: 'COMPLETED', reason: 'no' })).body).toMatchObject({
      code: 'invalid_transition',
    });
    expect((await change(id, { status: 'CANCELLED', reason: 'ill' })).body).toMatchObject({ status: 'CANCELLED' });
    expect((await change(id, { status: 'APPROVED', reason: 'well' })).body).toMatchObject({ status: 'APPROVED' });
  });

  it('turns a visit into telehealth and back', async () => {
    const { id } = await life.approved();
    const far = await change(id, { telehealth: true, reason: 'on a journey' });
    expect(far).toMatchObject({ status: 200, body: { telehealth: true, room: null } });
    expect(far.body['telehealthUrl']).toEqual(expect.stringContaining('https://'));
    const roomId = world.clinic.rooms[0].id;
    const kept = await change(id, { roomId, reason: 'back' });
    expect(kept).toMatchObject({ status: 422, body: { errors: [{ pointer: '/roomId' }] } });
    const back = await change(id, { roomId, telehealth: false, reason: 'back' });
    expect(back).toMatchObject({ status: 200, body: { telehealth: false, room: { id: roomId }, telehealthUrl: null } });
  });

  it('names what is wrong', async () => {
    const { id } = await life.approved();
    const faulty: [object, object][] = [
      [{ note: 'x' }, { code: 'reason_required', errors: [{ pointer: '/reason' }] }],
      [{ reason: 'nothing' }, { code: 'validation_failed', errors: [{ pointer: '' }] }],
      [{ doctorId: crypto.randomUUID(), reason: 'x' }, { errors: [{ pointer: '/doctorId' }] }],
      [{ roomId: crypto.randomUUID(), reason: 'x' }, { errors: [{ pointer: '/roomId' }] }],
      [{ telehealth: true, roomId: world.clinic.rooms[0].id, reason: 'x' }, { errors: [{ pointer: '/roomId' }] }],
      [{ status: 'LOST', reason: 'x' }, { errors: [{ pointer: '/status' }] }],
      [{ patientId: crypto.randomUUID(), reason: 'x' }, { errors: [{ pointer: '/patientId' }] }],
    ];
    for (const [body, problem] of faulty) expect(await change(id, body)).toMatchObject({ status: 422, body: problem });
    expect((await change(id, { note: 'x', reason: 'y', version: 1 })).body['code']).toBe('stale_version');
    expect((await world.as('SECRETARY').patch(`/sessions/${id}`, { note: 'x', reason: 'y' })).status).toBe(403);
    expect((await change(crypto.randomUUID(), { note: 'x', reason: 'y' })).status).toBe(404);
  });

  it('with one key is done once', async () => {
    const { id } = await life.approved();
    const ask = () => change(id, { note: 'once', reason: 'key' }, 'one-change');
    const answers = await Promise.all([ask(), ask(), ask()]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { note: 'once', version: 3 } });
    await change(id, { note: 'twice', reason: 'later' });
    expect((await ask()).body).toEqual(answers[0]?.body);
  });
});

describe('deleting', () => {
  it('frees the slot, hides the session from everybody, and tells the patient', async () => {
    const { id, startsAt } = await life.approved();
    expect((await remove(id, { reason: 'entered twice' })).status).toBe(204);
    expect(await life.isFree(startsAt)).toBe(true);
    expect((await world.as('ADMIN').get(`/sessions/${id}`)).status).toBe(404);
    expect((await world.as('ADMIN').get(`/sessions/${id}/history`)).status).toBe(404);
    expect((await world.as('PATIENT').get(`/sessions/${id}`)).status).toBe(403);
    const listed = await world.as('ADMIN').get(`/sessions?status=CANCELLED&limit=200`);
    expect(JSON.stringify(listed.body)).not.toContain(id);
    const told = await world.sql(
      "SELECT 1 FROM notifications WHERE session_id = $1 AND kind = 'CANCELLED' AND recipient = 'PATIENT'",
      [id],
    );
    expect(told.length).toBeGreaterThan(0);
    expect(await world.sql('SELECT 1 FROM sessions WHERE id = $1 AND deleted_at IS NOT NULL', [id])).toHaveLength(1);
    expect((await say('ADMIN', id, 'reopen', { reason: 'no' })).status).toBe(404);
  });

  it('also removes what has ended', async () => {
    const { id } = await life.booked();
    await say('DOCTOR', id, 'reject', { reason: 'test' });
    expect((await remove(id, { reason: 'a test entry' })).status).toBe(204);
  });

  it('needs a reason', async () => {
    const { id } = await life.booked();
    for (const body of [undefined, {}, { reason: '' }]) {
      expect(await remove(id, body)).toMatchObject({ status: 422, body: { code: 'reason_required' } });
    }
    expect((await remove(id, { reason: 'x', version: 9 })).body['code']).toBe('stale_version');
  });

  it('with one key answers the same, at once and later; without it there is nothing any more', async () => {
    const { id } = await life.booked();
    const ask = () => remove(id, { reason: 'twice' }, 'one-delete');
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await ask()).status).toBe(204);
    expect((await remove(id, { reason: 'twice' })).status).toBe(404);
    expect((await remove(id, { reason: 'other' }, 'one-delete')).body['code']).toBe('idempotency_conflict');
  });
});
