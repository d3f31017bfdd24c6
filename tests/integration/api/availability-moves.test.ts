import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closure, day, openHoursDesk, remedy, type Affected, type HoursDesk } from './availability-desk.js';
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

const close = (offset: number, onConflict: object[]) =>
  world.as('DOCTOR').post(desk.exceptions, closure(offset, { onConflict }));
const leaveOf = (body: Record<string, unknown>): string => (body['leave'] as { id: string }).id;

describe('a session that a closure moves', () => {
  it('is proposed the chosen time', async () => {
    const [id = ''] = await desk.bookOn(10, 9);
    const asked = await world.as('DOCTOR').post<Affected>(desk.exceptions, closure(10));
    const startsAt = asked.body.affected[0]?.alternatives[0]?.startsAt;
    const made = await close(10, [{ sessionId: id, action: 'MOVE', startsAt }]);
    expect(made).toMatchObject({ status: 202, body: { leave: { total: 1, done: 0 } } });
    await desk.carryOut(leaveOf(made.body));
    expect((await world.as('ADMIN').get(`/leaves/${leaveOf(made.body)}`)).body).toMatchObject({
      done: 1,
      items: [{ sessionId: id, action: 'MOVE', startsAt, state: 'DONE', code: null }],
    });
    expect((await world.as('ADMIN').get(`/sessions/${id}`)).body).toMatchObject({
      status: 'PENDING',
      move: { awaiting: 'PATIENT', startsAt },
    });
  });

  it('is proposed the first free one where none is chosen', async () => {
    const [id = ''] = await desk.bookOn(12, 9);
    const asked = await world.as('DOCTOR').post<Affected>(desk.exceptions, closure(12));
    const made = await close(12, remedy('MOVE', id));
    await desk.carryOut(leaveOf(made.body));
    const { move } = (await world.as('ADMIN').get(`/sessions/${id}`)).body as { move: { startsAt: string } };
    expect(move.startsAt).toBe(asked.body.affected[0]?.alternatives[0]?.startsAt);
  });

  it('cannot go where nothing is free by the new hours, nor two to one time', async () => {
    const [first = '', second = ''] = await desk.bookOn(14, 9, 11);
    const [free = ''] = await desk.startsOn(day(15), day(16));
    const [taken = ''] = await desk.startsOn(day(14), day(15));
    const faultsOf = async (...starts: string[]) => {
      const ids = [first, second];
      const choices = starts.map((startsAt, index) => ({ sessionId: ids[index], action: 'MOVE', startsAt }));
      const { status, body } = await close(14, [...choices, ...remedy('KEEP', ...ids.slice(starts.length))]);
      expect([status, body['code']]).toEqual([422, 'validation_failed']);
      return (body['errors'] as { pointer: string; message: string }[]).map(
        ({ pointer, message }) => `${pointer} ${message}`,
      );
    };
    expect(await faultsOf(taken)).toEqual(['/onConflict/0/startsAt is not free: The doctor is away then.']);
    expect(await faultsOf('2020-01-01T10:00:00Z')).toEqual([
      expect.stringMatching(/^\/onConflict\/0\/startsAt is not free:/),
    ]);
    expect(await faultsOf(free, free)).toEqual([
      expect.stringMatching(/^\/onConflict\/1\/startsAt is not free: The doctor has another session then/),
    ]);
    expect(await world.sql('SELECT 1 FROM availability_exceptions WHERE from_date = $1', [day(14)])).toHaveLength(0);
  });

  it('takes a time with MOVE only', async () => {
    const [id = ''] = await desk.bookOn(17, 9);
    const [startsAt = ''] = await desk.startsOn(day(18), day(19));
    for (const action of ['KEEP', 'CANCEL']) {
      expect(await close(17, [{ sessionId: id, action, startsAt }])).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/onConflict/0/startsAt' }] },
      });
    }
  });

  it('stands with its proposal, where only that lies in the closed time', async () => {
    const [id = ''] = await desk.bookOn(20, 9);
    const [startsAt = ''] = await desk.startsOn(day(21), day(22));
    await world.as('DOCTOR').post(`/sessions/${id}/move`, { startsAt });
    const asked = await world.as('DOCTOR').post<Affected>(desk.exceptions, closure(21));
    expect(asked).toMatchObject({ status: 409, body: { affected: [{ session: { id, move: { startsAt } } }] } });
    expect(asked.body.affected[0]?.alternatives).toHaveLength(3);
    const made = await close(21, remedy('CANCEL', id));
    await desk.carryOut(leaveOf(made.body));
    expect((await world.as('ADMIN').get(`/sessions/${id}`)).body).toMatchObject({ status: 'PENDING', move: null });
  });
});
