import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

describe('a race', () => {
  it('of 50 bookings with shrinking hours leaves none outside without being listed', async () => {
    const offset = 40;
    const free = await desk.startsOn(day(offset), day(offset + 8));
    const starts = free.filter((_, index) => index % 2 === 0).slice(0, 50);
    expect(starts).toHaveLength(50);
    const booking = starts.map((startsAt, index) =>
      world.as('SECRETARY').post('/sessions', {
        doctorId: desk.doctorId,
        patientId: world.clinic.patients[(1 + (index % 2)) as 1].id,
        startsAt,
        telehealth: true,
      }),
    );
    let listed: string[] = [];
    let made = { status: 0 } as { status: number; body: Record<string, unknown> };
    while (made.status !== 201 && made.status !== 202) {
      const body = closure(offset, { to: day(offset + 8), onConflict: remedy('KEEP', ...listed) });
      made = await world.as('DOCTOR').post(desk.exceptions, body);
      expect([201, 202, 409]).toContain(made.status);
      if (made.status === 409) listed = affectedIds(made.body);
    }
    const answers = await Promise.all(booking);
    const booked = answers.filter(({ status }) => status === 201).map(({ body }) => String(body['id']));
    for (const { status } of answers) expect([201, 409, 422]).toContain(status);
    expect(booked.sort()).toEqual([...listed].sort());
  });
});
