import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../domain/errors.js';
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

describe('other changes over booked sessions', () => {
  it('new weekly hours ask too; what was outside before is not asked about', async () => {
    const [kept = '', lost = ''] = await desk.bookOn(30, 9, 15);
    const mornings = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: '08:00', end: '12:00' }));
    const put = (change: object) =>
      world.as('DOCTOR').ask('PUT', `/doctors/${desk.doctorId}/availability/weekly`, {
        body: { timeZone: TEST_ZONE, validFrom: day(30), weekly: mornings, ...change },
      });
    const asked = await put({});
    expect(asked.status).toBe(409);
    expect(affectedIds(asked.body)).toEqual([lost]);
    const answer = await put({ onConflict: remedy('KEEP', lost) });
    expect(answer).toMatchObject({ status: 202, body: { leave: { total: 1, done: 1 } } });
    expect((await put({ weekly: mornings.map((stretch) => ({ ...stretch, start: '07:00' })) })).status).toBe(200);
    const holiday = await world.as('DOCTOR').post(desk.exceptions, closure(30));
    expect(affectedIds(holiday.body)).toEqual([kept, lost]);
  });

  it('a removed opening asks too', async () => {
    const opening = closure(24, { kind: 'OPEN', start: '19:00', end: '21:00' });
    const { exception } = (await world.as('DOCTOR').post(desk.exceptions, opening)).body as {
      exception: { id: string };
    };
    const [id = ''] = await desk.bookOn(24, 19);
    const remove = (body?: object) =>
      world.as('SECRETARY').ask('DELETE', `${desk.exceptions}/${exception.id}`, { body });
    expect(affectedIds((await remove()).body)).toEqual([id]);
    const removed = await remove({ onConflict: remedy('CANCEL', id) });
    expect(removed).toMatchObject({ status: 202, body: { leave: { id: exception.id, total: 1, done: 0 } } });
    await desk.carryOut(exception.id);
    expect(await desk.statusOf(id)).toBe('CANCELLED');
  });

  it('a lost start of the workflow changes nothing for the caller', async () => {
    const [id = ''] = await desk.bookOn(26, 9);
    const { leaves } = world.api.context;
    world.api.context.leaves = { carryOut: () => Promise.reject(new DomainError('temporarily_unavailable', 'gone')) };
    const made = await world.as('DOCTOR').post(desk.exceptions, closure(26, { onConflict: remedy('CANCEL', id) }));
    world.api.context.leaves = leaves;
    expect(made.status).toBe(202);
  });
});
