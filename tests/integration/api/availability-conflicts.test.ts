import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '../../../domain/time/local-date.js';
import { TEST_ZONE } from '../../support/clinic.js';
import {
  affectedIds,
  closure,
  day,
  openHoursDesk,
  remedy,
  type Affected,
  type HoursDesk,
} from './availability-desk.js';
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

describe('an exception over booked sessions', () => {
  it('asks, offers times outside it, and carries the choices out', async () => {
    const [first = '', second = ''] = await desk.bookOn(10, 9, 11);
    const asked = await world.as('DOCTOR').post<Affected>(desk.exceptions, closure(10));
    expect(asked).toMatchObject({ status: 409, body: { code: 'confirmation_required' } });
    expect(affectedIds(asked.body)).toEqual([first, second]);
    for (const { alternatives } of asked.body.affected) {
      expect(alternatives).toHaveLength(3);
      for (const { startsAt } of alternatives) expect(localDateOf(Date.parse(startsAt), TEST_ZONE)).not.toBe(day(10));
    }
    const half = await world.as('DOCTOR').post(desk.exceptions, closure(10, { onConflict: remedy('KEEP', first) }));
    expect(affectedIds(half.body)).toEqual([first, second]);
    const onConflict = [...remedy('KEEP', first), ...remedy('CANCEL', second)];
    const done = await world.as('DOCTOR').post(desk.exceptions, closure(10, { onConflict }));
    const { exception, leave } = done.body as { exception: { id: string }; leave: object };
    expect(done.status).toBe(202);
    expect(leave).toEqual({ id: exception.id, total: 2, done: 1 });
    expect(desk.started).toContain(exception.id);
    await desk.carryOut(exception.id);
    expect(await world.as('SECRETARY').get(`/leaves/${exception.id}`)).toMatchObject({
      status: 200,
      body: {
        total: 2,
        done: 2,
        items: [
          { sessionId: first, action: 'KEEP', state: 'DONE' },
          { sessionId: second, action: 'CANCEL', state: 'DONE', code: null },
        ],
      },
    });
    expect([await desk.statusOf(first), await desk.statusOf(second)]).toEqual(['PENDING', 'CANCELLED']);
    const history = (await world.as('ADMIN').get<{ items?: object[] }>(`/sessions/${second}/history`)).body;
    expect(JSON.stringify(history)).toContain(world.clinic.doctors[0].userId);
    const told = await world.sql(
      "SELECT 1 FROM notifications WHERE session_id = $1 AND kind = 'CANCELLED' AND recipient = 'PATIENT'",
      [second],
    );
    expect(told.length).toBeGreaterThan(0);
  });

  it('answers the same key the same, and makes one exception', async () => {
    const [id = ''] = await desk.bookOn(12, 9);
    const body = closure(12, { onConflict: remedy('CANCEL', id) });
    const key = randomUUID();
    const ask = () => world.as('SECRETARY').post(desk.exceptions, body, key);
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first.status).toBe(202);
    expect(second.body).toEqual(first.body);
    const rows = await world.sql('SELECT 1 FROM availability_exceptions WHERE from_date = $1', [day(12)]);
    expect(rows).toHaveLength(1);
  });

  it('closes hours only, and leaves the others alone', async () => {
    const [early = '', late = ''] = await desk.bookOn(14, 9, 15);
    const asked = await world.as('DOCTOR').post(desk.exceptions, closure(14, { start: '14:00', end: '16:00' }));
    expect(affectedIds(asked.body)).toEqual([late]);
    const more = remedy('CANCEL', early, late);
    const answer = await world
      .as('DOCTOR')
      .post(desk.exceptions, closure(14, { start: '14:00', end: '16:00', onConflict: more }));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/onConflict/0/sessionId' }] } });
  });

  it('asks again where the set has changed: one more, or one that ended', async () => {
    const [first = ''] = await desk.bookOn(16, 9);
    const [second = ''] = await desk.bookOn(16, 10);
    const choose = (...ids: string[]) =>
      world.as('DOCTOR').post(desk.exceptions, closure(16, { onConflict: remedy('CANCEL', ...ids) }));
    expect(affectedIds((await choose(first)).body)).toEqual([first, second]);
    await world.as('SECRETARY').post(`/sessions/${first}/cancel`);
    const again = await choose(first, second);
    expect(again).toMatchObject({ status: 409, body: { code: 'confirmation_required' } });
    expect(affectedIds(again.body)).toEqual([second]);
    expect((await choose(second)).status).toBe(202);
  });

  it('is still made where the session cannot be called off; a secretary is told', async () => {
    const [id = ''] = await desk.bookOn(18, 9);
    const made = await world.as('DOCTOR').post(desk.exceptions, closure(18, { onConflict: remedy('CANCEL', id) }));
    const leaveId = (made.body['leave'] as { id: string }).id;
    await world.sql("UPDATE users SET status = 'DISABLED' WHERE id = $1", [world.clinic.doctors[0].userId]);
    await desk.carryOut(leaveId);
    await world.sql("UPDATE users SET status = 'ACTIVE' WHERE id = $1", [world.clinic.doctors[0].userId]);
    expect((await world.as('ADMIN').get(`/leaves/${leaveId}`)).body).toMatchObject({
      done: 1,
      items: [{ state: 'REFUSED', code: 'forbidden' }],
    });
    expect(await world.sql('SELECT kind FROM tasks WHERE session_id = $1', [id])).toEqual([{ kind: 'CALL_PATIENT' }]);
    expect(await desk.statusOf(id)).toBe('PENDING');
  });

  it('needs no workflow where everything is kept, and counts what ended by itself as done', async () => {
    const [kept = ''] = await desk.bookOn(20, 9);
    const before = desk.started.length;
    const all = await world.as('DOCTOR').post(desk.exceptions, closure(20, { onConflict: remedy('KEEP', kept) }));
    expect(all).toMatchObject({ status: 202, body: { leave: { total: 1, done: 1 } } });
    expect(desk.started).toHaveLength(before);
    const [gone = ''] = await desk.bookOn(21, 9);
    const one = await world.as('DOCTOR').post(desk.exceptions, closure(21, { onConflict: remedy('CANCEL', gone) }));
    const { id } = one.body['leave'] as { id: string };
    await world.as('SECRETARY').post(`/sessions/${gone}/cancel`);
    await desk.carryOut(id);
    expect((await world.as('ADMIN').get(`/leaves/${id}`)).body).toMatchObject({ items: [{ state: 'DONE' }] });
  });
});
